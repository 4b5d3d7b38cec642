// Texts for the comparison with another parser: JSON of every form, requests as an EHR would post them, and damaged
// copies of both. The same seed gives the same texts.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace generated {

class texts {
 public:
  explicit texts(unsigned seed) : random_(seed) {}

  /// Any JSON value, up to five levels deep, some of its objects beyond the size at which they get an index.
  std::string any();
  /// A CDS Hooks request: a context, draft orders and prefetched resources, with numbers, escapes and layout varied.
  std::string hook_request();
  /// One byte replaced, removed, added or a few doubled.
  std::string damaged(std::string text);

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  template<std::size_t N> std::string_view one_of(const std::string_view (&choices)[N]) { return choices[below(N)]; }

  void blank(std::string& out);
  void string(std::string& out);
  void number(std::string& out);
  void element(std::string& out, int depth);
  void array(std::string& out, int depth);
  void object(std::string& out, int depth);
  void dosage(std::string& out);
  void resource(std::string& out, std::string_view type);
  void bundle(std::string& out, std::string_view type);

  std::mt19937 random_;
};

} // namespace generated
