// What fuzzing feeds: one function for each reader that sees bytes from outside. Each throws broken_promise when the
// reader does not keep what its header says; anything else it throws is a fault too.
#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fuzz {

struct broken_promise : std::logic_error {
  using logic_error::logic_error;
};
inline void promise(bool kept, const char* what) {
  if (!kept) throw broken_promise(what);
}

void json(std::string_view bytes);      // any text, to the strict reader
void bundle(std::string_view bytes);    // a Bundle, as draftOrders and under every prefetch key
void dosage(std::string_view bytes);    // a resource with its Dosages
void sig(std::string_view bytes);       // a dosage in free text
void date(std::string_view bytes);      // a date, dateTime or instant
void quantity(std::string_view bytes);  // a Quantity, as everything a Quantity is read as
void reference(std::string_view bytes); // {"base", "bundle", "references"}; what is no JSON, as a reference
void request(std::string_view bytes);   // a body posted to every service
void token(std::string_view bytes);     // a JSON Web Token; also a line of header and its claims, to be put into one
void key_set(std::string_view bytes);   // a JWK set
void gate(std::string_view bytes); // what a connection brings, at once and in pieces; its first request to the router
void http_answer(std::string_view bytes); // what another server answers, at once and in pieces
void feedback(std::string_view bytes);    // a body posted to a feedback endpoint
void knowledge(std::string_view bytes);   // a line with the name of a knowledge file, then its text; also as an overlay
void card_text(std::string_view bytes);   // a string of a chart, as JSON has it, on its way to a card

void shard(std::string_view bytes);       // lines of a replay, and the list of groups, as far as to the report
void bulk_export(std::string_view bytes); // lines of one patient `p`, looked at and replayed

struct target {
  std::string_view name; // of its folder in corpus/
  void (*feed)(std::string_view bytes);
};
inline constexpr auto targets = std::to_array<target>({{"json", json},
                                                       {"bundle", bundle},
                                                       {"dosage", dosage},
                                                       {"sig", sig},
                                                       {"date", date},
                                                       {"quantity", quantity},
                                                       {"reference", reference},
                                                       {"request", request},
                                                       {"token", token},
                                                       {"key_set", key_set},
                                                       {"gate", gate},
                                                       {"http_answer", http_answer},
                                                       {"feedback", feedback},
                                                       {"knowledge", knowledge},
                                                       {"card_text", card_text},
                                                       {"shard", shard},
                                                       {"bulk_export", bulk_export}});

} // namespace fuzz
