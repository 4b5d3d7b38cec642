// Writing on what a client sent, without the empty elements that FHIR forbids.
#pragma once

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace fhir::json {

/// Null, "", and lists and objects that hold nothing but these. Says nothing, so nothing is lost without it.
bool is_empty(const value& v);

/// Writes `v` without members that are empty; items of arrays stay, since their positions mean something.
void write_pruned(writer& out, const value& v);
/// Writes `v` without anything in it that is empty, items of arrays included: for resources that are new.
void write_condensed(writer& out, const value& v);
/// As write_pruned, as a member; nothing at all when it is empty.
void write_pruned_member(writer& out, const value& member);

} // namespace fhir::json
