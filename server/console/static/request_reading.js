// Reads of a CDS Hooks request what the page needs to name and turn things. It judges nothing: the server does.

/** @typedef {any} Request a parsed request, of whatever shape somebody pasted */
/** @typedef {{key: string, index: number, resource: any}} Entry */

/**
 * Every resource of a prefetched bundle, with where it stands.
 * @param {Request} request @returns {Entry[]}
 */
export function entries_of(request) {
  return Object.entries(request.prefetch ?? {}).flatMap(([key, bundle]) => {
    const entries = /** @type {any} */ (bundle)?.entry;
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry, index) => (entry?.resource && typeof entry.resource === 'object' ? [{ key, index, resource: entry.resource }] : []));
  });
}

/**
 * What a person would call it.
 * @param {any} resource @returns {string}
 */
export function name_of(resource) {
  const concept = resource?.medicationCodeableConcept ?? resource?.medication?.concept ?? resource?.code ?? resource?.vaccineCode;
  const name = concept?.text ?? concept?.coding?.find((/** @type {any} */ one) => one?.display)?.display ?? concept?.coding?.[0]?.code;
  return String(name ?? resource?.resourceType ?? 'record');
}

/**
 * `Creatinine [Mass/volume] in Serum or Plasma` as `Creatinine`.
 * @param {string} name
 */
export function short(name) {
  return name.replace(/ [[{].*$/, '') || name;
}

/**
 * `valacyclovir 1000 MG Oral Tablet` as `valacyclovir`.
 * @param {any} resource
 */
export function drug_of(resource) {
  return name_of(resource).split(/\s+\d/)[0].toLowerCase();
}

/** @param {string} date @param {number} days */
export function later(date, days) {
  const moved = new Date(Date.parse(date) + days * 86400000).toISOString();
  return date.length <= 10 ? moved.slice(0, 10) : moved.slice(0, 19) + (/(?:Z|[+-]\d\d:\d\d)$/.exec(date)?.[0] === 'Z' ? 'Z' : '+00:00');
}

/**
 * Whole days between two dates.
 * @param {string} from @param {string} to
 */
export function days_between(from, to) {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86400000);
}
