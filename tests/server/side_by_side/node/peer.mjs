// What Vesicle is held against in JavaScript, over TLS in one process: node peer.mjs node|fastify CERTIFICATE KEY ANSWER_BYTES
// The body is parsed, one trivial rule walks it as that of `bench_peer dom` does, and a card is built. Prints `listening on 127.0.0.1:PORT`.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import fastify from "fastify";

const [kind, certificate, key, wanted] = process.argv.slice(2);
const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
const detail = "x".repeat(Math.max(Number(wanted) - 200, 0));
const path = "/cds-services/antiviral-order-sign";
const most = 8 << 20;

function answerTo(asked) {
  let resources = 0;
  for (const set of Object.values(asked.prefetch)) resources += set?.entry?.length ?? 0;
  return { cards: [{ summary: `Trivial rule: ${resources} resources`, indicator: "info", detail }] };
}

function say(port) {
  console.log(`listening on 127.0.0.1:${port}`);
}

function serveWithNode() {
  const server = createServer(tls, (request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const text = JSON.stringify(answerTo(JSON.parse(Buffer.concat(parts).toString())));
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }).end(text);
    });
  });
  server.listen(0, "127.0.0.1", () => say(server.address().port));
}

async function serveWithFastify() {
  const server = fastify({ https: tls, bodyLimit: most });
  server.post(path, (request) => answerTo(request.body));
  await server.listen({ port: 0, host: "127.0.0.1" });
  say(server.server.address().port);
}

await (kind === "node" ? serveWithNode() : serveWithFastify());
