#include "tests/fhir/json/generated.hpp"

namespace generated {

void texts::blank(std::string& out) { out += one_of({"", "", "", " ", "\n", "\t", "\r\n  "}); }

void texts::string(std::string& out) {
  out += '"';
  for (auto n = below(8); n > 0; --n) {
    out += one_of({"a", "bc", " ", "/", "\\\"", "\\\\", "\\/", "\\n", "\\u00e9", "\\uD83D\\uDE00", "\xC3\xA9",
                   "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\\u0001", "{", "]", "0.5"});
  }
  out += '"';
}

void texts::number(std::string& out) {
  out += one_of({"0", "-0", "1", "-17", "1.00", "0.1", "5.5E0", "1e-5", "3e+10", "12345678901234567890", "1e300",
                 "2.5e-320", "0.30000000000000004", "179769313486231570000000000000000000000", "123456789.125"});
}

void texts::element(std::string& out, int depth) {
  blank(out);
  switch (below(depth > 4 ? 4 : 6)) {
  case 0:
    out += one_of({"null", "true", "false"});
    break;
  case 1:
    number(out);
    break;
  case 2:
  case 3:
    string(out);
    break;
  case 4:
    array(out, depth);
    break;
  default:
    object(out, depth);
  }
  blank(out);
}

void texts::array(std::string& out, int depth) {
  out += '[';
  for (auto i = below(6); i > 0; --i) {
    element(out, depth + 1);
    if (i > 1) out += ',';
  }
  blank(out);
  out += ']';
}

void texts::object(std::string& out, int depth) {
  out += '{';
  const auto members = below(10) == 0 ? 15 + below(10) : below(6);
  for (auto i = members; i > 0; --i) {
    blank(out);
    out += "\"m\\t" + std::to_string(i) + "\"";
    blank(out);
    out += ':';
    element(out, depth + 1);
    if (i > 1) out += ',';
  }
  out += '}';
}

std::string texts::any() {
  std::string out;
  element(out, 0);
  return out;
}

void texts::dosage(std::string& out) {
  out += R"(,"dosageInstruction":[{"text":)";
  string(out);
  out += R"(,"timing":{"repeat":{"frequency":)";
  number(out);
  out += R"(,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":)";
  number(out);
  out += R"(,"unit":"mg"}}]}])";
}

void texts::resource(std::string& out, std::string_view type) {
  out.append(R"({"resourceType":")").append(type).append(R"(","id":"r)").append(std::to_string(below(9)));
  out += R"(","subject":{"reference":"Patient/p-1"},"status":")";
  out += one_of({"active", "draft", "final", "completed", "entered-in-error"});
  out += R"(","code":{"text":)";
  string(out);
  out += R"(,"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"31356)";
  out += one_of({"4", "5", "\\u0034"});
  out += "\"}]}";
  if (below(2) == 0) dosage(out);
  if (below(2) == 0) {
    out += R"(,"valueQuantity":{"value":)";
    number(out);
    out += "}";
  }
  out += one_of({"}", " }", "\n}"});
}

void texts::bundle(std::string& out, std::string_view type) {
  out += R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (auto i = below(3); i > 0; --i) {
    out += R"({"resource":)";
    resource(out, type);
    out += i > 1 ? "},\n" : "}";
  }
  out += "]}";
}

std::string texts::hook_request() {
  std::string out = R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{)"
                    R"("userId":"Practitioner/u","patientId":"p-1","draftOrders":)";
  bundle(out, "MedicationRequest");
  out += R"(},"prefetch":{"patient":{"resourceType":"Patient","id":"p-1","birthDate":"1985-03-01"},"conditions":)";
  bundle(out, "Condition");
  out += R"(,"labs":)";
  if (below(4) == 0) {
    out += "null";
  } else {
    bundle(out, "Observation");
  }
  out += "},\"extension\":";
  element(out, 3);
  return out + "}";
}

std::string texts::damaged(std::string text) {
  constexpr std::string_view bytes = "{}[]:,\"\\ue0159.-+Ee \ntfn/\x01\x7F\x80\xC3\xA9\xE2\xED\xF0\xFF";
  const auto at = below(text.size());
  const char byte = bytes[below(bytes.size())];
  switch (below(4)) {
  case 0:
    text[at] = byte;
    break;
  case 1:
    text.erase(at, 1 + below(3));
    break;
  case 2:
    text.insert(at, 1, byte);
    break;
  default:
    text.insert(at, text.substr(at, 1 + below(6)));
  }
  return text;
}

} // namespace generated
