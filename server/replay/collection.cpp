#include "server/replay/collection.hpp"

#include <memory>

#include "server/replay/relevance.hpp"

namespace server {
namespace {

constexpr std::string_view not_json = "is not JSON that can be read strictly";

bool has_escape(std::string_view text) { return text.find('\\') != std::string_view::npos; }

/// Looks at the lines of one part of a file.
class collector {
 public:
  collector(chart_type type, const collection_wish& of, partitions& into)
      : type_(type), of_(of), into_(into), relevance_(of.known, of.compared, of.medications),
        codes_(type == chart_type::observation       ? &of.results
               : type == chart_type::service_request ? &of.requests
                                                     : nullptr) {}

  line_worth see(std::string_view line) {
    auto scanned = scan_line(line, codes_);
    if (!scanned) return line_worth::broken(scanned.error());
    if (has_escape(scanned->type) || has_escape(scanned->id) || has_escape(scanned->subject)) {
      if (!unescape(line, *scanned)) return line_worth::broken(not_json);
    }
    if (scanned->type != name_of(type_)) return line_worth::skipped();
    const auto patient = type_ == chart_type::patient ? scanned->id : patient_in(scanned->subject);
    if (patient.empty()) return line_worth::skipped();
    if (!of_.patients.contains(patient) || (codes_ && !scanned->has_known_code)) return line_worth::resource();
    const auto root = document_.read(line);
    if (!root) return line_worth::broken(not_json);
    if (of_.is_kept(patient) && relevance_.matters(*root, type_)) into_.add(patient, type_, line);
    return line_worth::resource();
  }

 private:
  /// What is written with escapes, such as `Patient\/1`, as it is meant.
  bool unescape(std::string_view line, scanned_line& scanned) {
    const auto root = unescaped_.read(line);
    if (!root) return false;
    const auto subject = (*root)["subject"] ? (*root)["subject"] : (*root)["patient"];
    scanned.type = (*root)["resourceType"].string().value_or("");
    scanned.id = (*root)["id"].string().value_or("");
    scanned.subject = subject["reference"].string().value_or("");
    return true;
  }

  chart_type type_;
  const collection_wish& of_;
  partitions& into_;
  relevance relevance_;
  const known_codes* codes_; // null: a line needs none of them
  fhir::json::document document_;
  fhir::json::document unescaped_;
};

} // namespace

tl::expected<export_reading, std::string> collect(const std::vector<export_file>& files, const reading_wish& wish,
                                                  progress& told, const collection_wish& of, partitions& into) {
  return read_export(files, wish, told, [&](const export_file& file) -> line_visitor {
    const auto reader = std::make_shared<collector>(file.type, of, into);
    const bool told_before = file.type == chart_type::medication_request;
    return [reader, told_before](std::string_view line) {
      const auto worth = reader->see(line);
      return told_before ? line_worth::skipped() : worth;
    };
  });
}

} // namespace server
