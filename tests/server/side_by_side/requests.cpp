#include "tests/server/side_by_side/requests.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::string_view feedback_subject = "feedback/";

template<typename... T> std::string formatted(const char* how, T... values) {
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), how, values...);
  return text.data();
}

} // namespace

std::string text_of(const std::string& file) {
  std::ifstream from(file);
  if (!from) throw std::runtime_error("`" + file + "` cannot be read");
  std::ostringstream text;
  text << from.rdbuf();
  return text.str();
}

requests::requests(const std::string& subject, std::size_t connections) {
  if (subject.starts_with(feedback_subject)) {
    items_ = std::stoul(subject.substr(feedback_subject.size()));
    feedback_.resize(connections);
    run_ = formatted("%08x", std::random_device()());
  } else {
    order_ = text_of(subject);
  }
}

void requests::use_tokens(const std::string& file) {
  with_tokens_ = true;
  std::istringstream lines(text_of(file));
  for (std::string line; std::getline(lines, line);) tokens_.push_back(line);
}

request requests::next(std::size_t connection) {
  std::string_view body = order_;
  if (items_ > 0) body = feedback_[connection] = fresh_feedback();
  std::string head = "POST /cds-services/antiviral-order-sign";
  head += items_ > 0 ? "/feedback" : "";
  head += " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  if (with_tokens_) head += "Authorization: Bearer " + tokens_[next_token_++] + "\r\n";
  head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return {std::move(head), body};
}

/// Every other card overridden with a reason, the rest with a suggestion taken.
std::string requests::fresh_feedback() {
  std::string text = R"({"feedback":[)";
  for (std::size_t item = 0; item < items_; ++item) {
    const auto number = ++cards_;
    text += item > 0 ? "," : "";
    text += R"({"card":")" + run_ + formatted("-0000-4000-8000-%012zx", number) + '"';
    text +=
        number % 2 == 0
            ? R"(,"outcome":"overridden","overrideReason":{"reason":{"code":"patient-ineligible"},"userComment":"known"})"
            : R"(,"outcome":"accepted","acceptedSuggestions":[{"id":")" + run_ +
                  formatted("-0001-4000-8000-%012zx", number) + "\"}]";
    text += R"(,"outcomeTimestamp":"2026-01-20T10:00:00Z"})";
  }
  return text + "]}";
}

} // namespace bench
