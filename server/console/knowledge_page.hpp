// The rules as one page for clinicians, at /knowledge of the listener that clients use. Plain HTML without a script;
// open to everybody, as the rules are.
#pragma once

#include <functional>
#include <string>

#include "cds/knowledge.hpp"
#include "server/handler.hpp"
#include "server/protocol/publication.hpp"

namespace server {

/// Each rule under an anchor of its name: `/knowledge#treatment-failure`.
std::string knowledge_html(const cds::knowledge& known);

/// Answers GET of /knowledge and /knowledge/style.css, and leaves everything else to what `inner` makes. `serves` is
/// safe from any thread and outlives it.
make_answerer with_knowledge_page(make_answerer inner, std::function<publication::edition()> serves);

} // namespace server
