// The phrases of a sig, tried one after the other at the place reached.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/fixed_text.hpp"
#include "fhir/sig.hpp"
#include "fhir/sig_words.hpp"

namespace fhir {

/// A word or words with a space between, and what they begin with.
struct phrase_text {
  std::string_view text;
  first_letters begins;

  consteval phrase_text(const char* words) : text(words), begins(first_letter(text)) {}
};

/// Takes phrases off the words of one sig. Each phrase tells whether it was there; a fact said twice must be the same.
class sig_grammar {
 public:
  explicit sig_grammar(std::vector<sig_word> words) : words_(std::move(words)) {
    words_.push_back({sig_word::kind::end, {}, 0, 0});
  }

  /// Takes all that is understood, up to the first word that is not.
  void take_all();
  /// What was said, once all is taken; or why it cannot be meant.
  tl::expected<sig, std::string> result() const;
  /// What was understood, whether or not it was all; nothing when that contradicts itself.
  sig part() const;

 private:
  struct mass {
    cds::quantity quantity;
    bool each = false, total = false;
  };
  enum class part_of_day : unsigned char { morning, noon, afternoon, evening, night };

  bool at_end() const { return words_[at_].is == sig_word::kind::end; }
  bool take_one();
  bool take_mark();
  bool take_remark(); // words that change nothing the engine reads
  bool take_verb();
  bool take_route();
  bool take_place();
  bool take_dose();
  bool take_moments();
  bool take_rate();
  bool take_length();
  bool take_infusion();

  /// Whether the next word may be one of those. Nearly every phrase and every list that is tried ends at this one look,
  /// which made reading a sig four times as cheap.
  bool comes_next(first_letters any) const { return (words_[at_].begins & any) != 0; }
  bool word(phrase_text one) { return comes_next(one.begins) && take_word(one.text); }
  bool phrase(phrase_text one) { return comes_next(one.begins) && take_phrase(one.text); }
  template<fixed_text... Words> std::optional<std::string_view> one_of() {
    static constexpr std::string_view all[] = {Words.text()...};
    constexpr auto begin = (first_letter(Words.text()) | ...);
    return comes_next(begin) ? take_one_of(all) : std::nullopt;
  }
  template<fixed_text... Phrases> bool one_phrase_of() {
    static constexpr std::string_view all[] = {Phrases.text()...};
    constexpr auto begin = (first_letter(Phrases.text()) | ...);
    return comes_next(begin) && take_one_phrase_of(all);
  }
  bool take_word(std::string_view text);
  bool take_phrase(std::string_view words); // words with a space between
  std::optional<std::string_view> take_one_of(std::span<const std::string_view> words);
  bool take_one_phrase_of(std::span<const std::string_view> phrases);
  std::optional<double> number();
  std::optional<double> count_of_days();
  std::optional<double> hours();
  std::optional<double> minutes();

  std::optional<mass> take_mass();
  std::optional<mass> mass_in_words();
  bool take_pieces_name();
  bool dose_in_pieces(double pieces);
  bool dose_in_mass(double number);
  bool dose_in_volume(double millilitres);
  bool same_in_pieces(const cds::quantity& whole);
  bool pieces_of(const cds::quantity& whole);
  bool set_dose(const cds::quantity& dose, std::optional<cds::quantity> also);
  bool pieces_by_mass(double pieces, const mass& contains, bool of, bool leads);

  bool every();
  bool times_a_day();
  bool one_time();
  bool per_day(double count);
  bool apart();
  bool how_often(double times_per_day, std::optional<double>& known);
  bool how_many(double administrations);

  std::optional<part_of_day> one_moment();
  std::optional<part_of_day> moment_of(std::string_view word);
  std::optional<part_of_day> meal();
  bool add_moment(part_of_day when);
  bool further_moment(bool& adds_up);

  bool runs_over();
  bool runs_at();
  std::optional<cds::quantity> speed();
  bool supply();

  bool fails(std::string_view reason);
  tl::expected<std::optional<double>, std::string> times_per_day() const;
  std::string contradiction(const cds::dosage& d) const;

  /// Whether the phrase that `take` tries was there; where it was not, nothing is taken.
  template<class Take> bool try_to(Take take) {
    const auto from = at_;
    if (take()) return true;
    at_ = from;
    return false;
  }

  std::vector<sig_word> words_; // and an end
  std::size_t at_ = 0;
  sig said_;
  std::string fault_;
  std::optional<double> counted_;  // times a day, as a number of times
  std::optional<double> interval_; // times a day, from hours between doses
  std::optional<double> apart_;    // the same, said only of doses that are counted elsewhere
  unsigned moments_ = 0;           // one bit for each part of the day
  bool verb_ = false, applies_ = false, awake_ = false, infuses_ = false, meals_ = false, again_ = false;
};

} // namespace fhir
