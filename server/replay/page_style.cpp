#include "server/replay/page_style.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace server {
namespace {

// Colours keep apart in every kind of colour vision and, by their lightness, in print without colour.
constexpr std::string_view sheet = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #fff; --box: #f6f8fa; --line: #d0d7de;
  --critical: #7a0019; --warning: #c27400; --info: #2f7fb8; --mark: #1f5fa8; --rest: #e4e8ec; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --quiet: #a3adb8; --paper: #14181d; --box: #1d232a;
  --line: #3a434d; --critical: #ff7b72; --warning: #e0a03c; --info: #64a9e8; --mark: #7db5f0; --rest: #323a43; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem) 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p { margin: .35rem 0; max-width: 62rem; }
.quiet, caption, .note { color: var(--quiet); font-size: .9rem; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: .9rem; margin: .9rem 0; }
.answer { min-width: 0; background: var(--box); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; }
.answer h2 { margin: 0; padding: 0; border: 0; font-size: 1rem; }
.big { font-size: 2.3rem; line-height: 1.15; font-weight: 650; margin: .2rem 0 0; font-variant-numeric: tabular-nums; }
.big small { font-size: 1.05rem; font-weight: 400; }
.what { margin: 0 0 .3rem; font-weight: 500; line-height: 1.35; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, a:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .92rem; margin: .4rem 0; font-variant-numeric: tabular-nums; }
.answer table { width: 100%; margin: .5rem 0 0; }
caption { text-align: left; padding: 0 0 .3rem; max-width: min(62rem, calc(100vw - 3rem)); }
th.wide { min-width: 11rem; }
th, td { padding: .22rem .6rem .22rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
.answer tr:last-child > * { border-bottom: 0; }
thead th { vertical-align: bottom; font-weight: 600; line-height: 1.25; }
tbody th { font-weight: 400; }
td.n, th.n { text-align: right; }
td.n { white-space: nowrap; }
td.plot { width: 12rem; min-width: 7rem; padding-right: .8rem; }
.answer td.plot { width: 28%; min-width: 4rem; }
td.last, th.last { padding-right: 0; }
svg.bar { display: block; width: 100%; height: .8rem; }
svg.bar + svg.bar { margin-top: 2px; }
svg.months { display: block; width: 100%; min-width: 34rem; max-width: 60rem; height: auto; }
svg.months text { font: 11px system-ui, sans-serif; fill: var(--quiet); }
.rest { fill: var(--rest); } .mark { fill: var(--mark); } .critical { fill: var(--critical); }
.warning { fill: var(--warning); } .info { fill: var(--info); } .axis { stroke: var(--line); } .whisker { stroke: var(--ink); }
.before { fill: var(--quiet); } .key { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 .8rem; vertical-align: -.06rem; }
.key:first-child { margin-left: 0; }
a { color: var(--mark); }
@media (max-width: 40rem) { body { font-size: 15px; } .big { font-size: 1.9rem; } td.plot { min-width: 5rem; } }
@media print { :root { color-scheme: light; --ink: #000; --quiet: #444; --paper: #fff; --box: #fff; --line: #999; --critical: #7a0019;
  --warning: #c27400; --info: #2f7fb8; --mark: #1f5fa8; --rest: #e4e8ec; }
  @page { margin: 12mm; } table { font-size: 8pt; } .answer table { font-size: 7.5pt; } th.wide { min-width: 0; } th, td { padding-right: .4rem; }
  td.plot, .answer td.plot { min-width: 3rem; width: 15%; } .answer { padding: .5rem; } .quiet, caption { font-size: 8.5pt; }
  body { font-size: 10pt; padding: 0; max-width: none; } .answers { grid-template-columns: repeat(3, 1fr); gap: .5rem; }
  .answer, tr, svg { break-inside: avoid; } h2, caption { break-after: avoid; } .scroll { overflow: visible; } .big { font-size: 1.6rem; }
  svg.months { min-width: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)";

} // namespace

std::string_view page_style() { return sheet; }

std::string page_policy() {
  std::array<unsigned char, 32> digest{};
  if (EVP_Digest(sheet.data(), sheet.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not there");
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), digest.data(), digest.size());
  std::string hash(text.begin(), text.end() - 1);
  return "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'";
}

} // namespace server
