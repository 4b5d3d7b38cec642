// The phrases of a sig, tried one after the other at the place reached.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/sig.hpp"
#include "fhir/sig_words.hpp"

namespace fhir {

/// Takes phrases off the words of one sig. Each phrase tells whether it was there; a fact said twice must be the same.
class sig_grammar {
 public:
  explicit sig_grammar(std::vector<sig_word> words) : words_(std::move(words)) {}

  bool at_end() const { return at_ >= words_.size(); }
  bool take_mark();
  bool take_verb();
  bool take_dose();
  bool take_place();
  bool take_route();
  bool take_moments();
  bool take_rate();
  bool take_length();
  bool take_remark();

  /// What was said, once all is taken; or why it cannot be meant.
  tl::expected<sig, std::string> result() const;

 private:
  struct mass {
    cds::quantity quantity;
    bool each = false, total = false;
  };

  bool word(std::string_view text);
  bool phrase(std::string_view words); // words with a space between
  std::optional<std::string_view> one_of(std::initializer_list<std::string_view> words);
  std::optional<double> number();
  std::optional<double> count_of_days();
  std::optional<double> hours();
  std::optional<mass> take_mass();
  std::optional<mass> mass_in_words();
  bool take_pieces_name();
  bool dose_in_pieces(double pieces);
  bool dose_in_mass(double number);
  bool pieces_in_brackets(const cds::quantity& whole);
  bool set_dose(const cds::quantity& dose, std::optional<double> pieces);
  bool every();
  bool times_a_day();
  bool per_day(double count);
  bool how_often(double times_per_day);
  bool how_many(double administrations);
  bool one_moment();
  bool fails(std::string_view reason);
  /// Whether the phrase that `take` tries was there; where it was not, nothing is taken.
  template<class Take> bool try_to(Take take) {
    const auto from = at_;
    if (take()) return true;
    at_ = from;
    return false;
  }

  std::vector<sig_word> words_;
  std::size_t at_ = 0;
  sig said_;
  std::string fault_;
  std::size_t moments_ = 0;
  bool verb_ = false, applies_ = false, awake_ = false, once_ = false, infuses_ = false;
};

} // namespace fhir
