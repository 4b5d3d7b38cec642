#include "hooks/feedback.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

constexpr std::size_t uuid_length = 36;

void check(const hooks::feedback_item& item) {
  promise(item.card.size() == uuid_length, "a card is named by its uuid");
  for (const auto& one : item.accepted_suggestions)
    promise(one.size() == uuid_length, "a suggestion is named by its uuid");
  const auto suggestions = item.accepted_suggestions.size();
  promise(suggestions <= hooks::most_accepted_suggestions, "no more suggestions than the limit");
  promise(item.outcome == hooks::card_outcome::overridden || suggestions > 0, "an accepted card says what of it");
  promise(item.comment.size() <= hooks::most_comment_bytes, "a comment is not longer than the limit");
  promise(!item.outcome_timestamp.empty(), "the time is there");
  if (!item.reason) return;
  promise(!item.reason->code.empty() || !item.reason->display.empty(), "a reason says something");
  for (const auto* text : {&item.reason->code, &item.reason->system, &item.reason->display})
    promise(text->size() <= hooks::most_coding_bytes, "a coding is not longer than the limit");
}

} // namespace

void feedback(std::string_view bytes) {
  const auto read = hooks::read_feedback(bytes);
  if (!read) {
    promise(read.error().status == 400 && !read.error().issues.empty(), "a refusal has its faults");
    for (const auto& fault : read.error().issues) promise(!fault.message.empty(), "a fault says what is wrong");
    promise(!hooks::to_reply(read.error()).body.empty(), "a refusal can be written");
    return;
  }
  promise(!read->empty() && read->size() <= hooks::most_feedback_items, "1 to 100 items");
  for (const auto& item : *read) check(item);
}

} // namespace fuzz
