// Tokens signed by the browser itself (ES384), a new one for each call.
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64url = (data) => btoa(String.fromCharCode(...data)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const part = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));

export async function signer({ key, kid, iss }) {
  const curve = { name: "ECDSA", namedCurve: "P-384" };
  const own = await crypto.subtle.importKey("pkcs8", bytes(key), curve, false, ["sign"]);
  return async (aud) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss, aud, iat: now, exp: now + 300, jti: crypto.randomUUID() };
    const signed = `${part({ alg: "ES384", typ: "JWT", kid })}.${part(claims)}`;
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-384" }, own, new TextEncoder().encode(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  };
}
