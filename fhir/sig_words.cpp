#include "fhir/sig_words.hpp"

#include <algorithm>
#include <optional>

namespace fhir {
namespace {

using kind = sig_word::kind;

constexpr std::size_t longest = 300;
constexpr std::string_view character = "it has a character that is not understood";

struct substitute {
  std::string_view written, plain;
};
constexpr substitute substitutes[] = {
    {"\xC2\xA0", "\x1F"},
    {"\xC3\x97", "x"},
    {"\xC2\xBD", "1/2"},
    {"\xC2\xB5", "u"},
    {"\xCE\xBC", "u"},
    {"\xE2\x80\x93", "-"},
    {"\xE2\x80\x94", "-"},
    {"\xE2\x80\x91", "-"},
    {"\xE2\x80\xAF", "\x1F"},
    {"\xE2\x80\x89", "\x1F"},
    {"\t", " "},
    {"\n", ". "},
    {"\r", " "},
    {";", "."},
};

struct number_word {
  std::string_view word;
  double value;
};
constexpr number_word number_words[] = {
    {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},     {"sixty", 60},
    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},  {"half", 0.5}};

constexpr first_letters first_of_numbers = [] {
  first_letters all = 0;
  for (const auto& one : number_words) all |= first_letter(one.word);
  return all;
}();

std::optional<double> number_of(std::string_view word) {
  if ((first_letter(word) & first_of_numbers) == 0) return std::nullopt;
  const auto* n = std::find_if(std::begin(number_words), std::end(number_words),
                               [&](const number_word& one) { return one.word == word; });
  return n == std::end(number_words) ? std::nullopt : std::optional{n->value};
}

/// A space that does not break. Between digits it may group them or separate two numbers.
constexpr char hard_space = '\x1F';

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// Whether a substitute can begin with it: none of printable ASCII but `;` does.
bool may_be_substituted(char c) { return c < ' ' || c > '~' || c == ';'; }

/// Lower case, with the signs of typesetters replaced by plain ones.
std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto* odd = std::find_if(text.begin(), text.end(), may_be_substituted);
    const auto as_it_is = static_cast<std::size_t>(odd - text.begin());
    out += text.substr(0, as_it_is);
    text.remove_prefix(as_it_is);
    if (text.empty()) break;
    const auto* s = std::find_if(std::begin(substitutes), std::end(substitutes),
                                 [&](const substitute& one) { return text.starts_with(one.written); });
    const bool known = s != std::end(substitutes);
    out += known ? s->plain : text.substr(0, 1);
    text.remove_prefix(known ? s->written.size() : 1);
  }
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Of digits, of which nine at most are used.
std::uint64_t count_in(std::string_view digits) {
  std::uint64_t count = 0;
  for (const char c : digits) count = count * 10 + static_cast<unsigned char>(c - '0');
  return count;
}

class splitter {
 public:
  explicit splitter(std::string text) : text_(std::move(text)) {
    constexpr std::size_t bytes_per_word = 4; // about, with the space: words seldom move, and an end
    words_.reserve(text_.size() / bytes_per_word + 2);
  }

  std::vector<sig_word> part() {
    (void)read();
    return std::move(words_);
  }

  tl::expected<std::vector<sig_word>, std::string> split() {
    if (auto why = read()) return tl::unexpected(std::move(*why));
    return std::move(words_);
  }

 private:
  /// Why it stopped before the end, if it did.
  std::optional<std::string> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == hard_space)
        ++at_;
      else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) { // `.5` is easily read as 5, `q.8h` as 0.8
        if (!take_number()) return "it has a number that can be read in two ways";
      } else if (is_letter(c))
        take_word();
      else if (!take_mark(c))
        return std::string(character);
    }
    return std::nullopt;
  }

  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::string_view digits() {
    const auto from = at_;
    while (is_digit(peek(0))) ++at_;
    return std::string_view(text_).substr(from, at_ - from);
  }

  struct whole_number {
    std::uint64_t value;
    std::size_t digits;
  };

  /// `1,000`: groups of three behind a first one that does not start with 0. `1,5` and `0,500` are decimals elsewhere.
  bool take_groups(char first, whole_number& into) {
    while (peek(0) == ',' && is_digit(peek(1))) {
      ++at_;
      const auto group = digits();
      if (group.size() != 3 || first == '0') return false;
      into = {into.value * 1000 + count_in(group), into.digits + group.size()};
    }
    return true;
  }

  bool take_number() {
    const auto first = digits();
    if (first.empty()) return false;
    whole_number whole{count_in(first), first.size()};
    const bool grouped = peek(0) == ',' && is_digit(peek(1));
    if (grouped && (first.size() > 3 || !take_groups(first.front(), whole))) return false;
    std::string_view fraction;
    if (peek(0) == '.' && is_digit(peek(1))) {
      ++at_;
      fraction = digits();
      const bool grouped_elsewhere = fraction.size() == 3 && first != "0" && !grouped; // `1.500` is 1500 elsewhere
      if (grouped_elsewhere || (peek(0) == '.' && is_digit(peek(1)))) return false;
    }
    if (peek(0) == hard_space && is_digit(peek(1))) return false;
    if (whole.digits + fraction.size() > 9) return false;
    double value = with_fraction(whole.value, fraction);
    if (peek(0) == '/' && is_digit(peek(1))) {
      if (!take_halves(value)) return false;
    }
    words_.push_back({kind::number, {}, value});
    return true;
  }

  /// Both numbers are exact and the quotient is rounded once: the same as reading the text.
  static double with_fraction(std::uint64_t whole, std::string_view fraction) {
    double scale = 1;
    for (std::size_t i = 0; i < fraction.size(); ++i) {
      scale *= 10;
      whole *= 10;
    }
    return static_cast<double>(whole + count_in(fraction)) / scale;
  }

  /// Of fractions only `1/2` is sure not to be a date or a rate.
  bool take_halves(double& value) {
    ++at_;
    if (value != 1 || digits() != "2") return false;
    value = 0.5;
    return true;
  }

  void take_word() {
    std::string word;
    if (peek(1) == '.' && is_letter(peek(2)) && !is_letter(peek(3))) {
      while (is_letter(peek(0)) && !is_letter(peek(1))) { // b.i.d.
        word += text_[at_++];
        if (peek(0) == '.') ++at_;
      }
    } else {
      const auto from = at_;
      while (is_letter(peek(0))) ++at_;
      word.assign(text_, from, at_ - from);
    }
    if (text_.compare(at_, 3, "(s)") == 0) at_ += 3;
    if (auto n = number_of(word))
      words_.push_back({kind::number, {}, *n >= 20 ? *n + ones() : *n});
    else
      words_.push_back({kind::word, std::move(word), 0});
  }

  /// The rest of `twenty one` and `twenty-one`, which are one number.
  double ones() {
    const auto from = text_.find_first_not_of(" -", at_);
    if (from == at_ || from == std::string::npos) return 0;
    auto end = from;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    const double n = number_of(text_.substr(from, end - from)).value_or(0);
    if (n < 1 || n > 9) return 0;
    at_ = end;
    return n;
  }

  bool take_mark(char c) {
    constexpr std::string_view marks = "(),./=#";
    ++at_;
    if (c == '-') { // `twice-daily` and `500-mg` are written so; before a number it means a range
      while (peek(0) == ' ') ++at_;
      if (is_digit(peek(0))) words_.push_back({kind::mark, "-", 0});
      return true;
    }
    if (c == ':') return words_.size() == 1 && words_[0].text == "sig";
    if (marks.find(c) == std::string_view::npos) return false;
    words_.push_back({kind::mark, std::string(1, c), 0});
    return true;
  }

  std::string text_;
  std::size_t at_ = 0;
  std::vector<sig_word> words_;
};

} // namespace

tl::expected<std::vector<sig_word>, std::string> split_sig(std::string_view text) {
  if (text.size() > longest) return because("it is too long");
  return splitter(plain(text)).split();
}

std::vector<sig_word> split_part_of_sig(std::string_view text) {
  return splitter(plain(text.substr(0, longest))).part();
}

} // namespace fhir
