// Every test of the console in one process, which shares one browser.
await import('./try_flows.mjs');
await import('./page_flows.mjs');
await import('./injection.mjs');
await import('./attacks.mjs');
await import('./looks.mjs');
