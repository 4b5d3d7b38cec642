// Answers every sample order many times, as the server would; linked with a copy of the engine that counts what it
// does.
//   answer_samples FOLDER      which holds index.json and the requests that it names
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cds/knowledge/read.hpp"
#include "fhir/date.hpp"
#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/services/catalogue.hpp"

namespace {

constexpr int times = 100; // of each sample

struct sample {
  std::string body, target;
  cds::instant now;
};

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string target_for(std::string_view body) {
  fhir::json::document document;
  const auto hook = document.read(body).value()["hook"].string().value();
  return "/cds-services/" + std::string(hooks::service_for(hook)->id);
}

std::vector<sample> read_samples(const std::string& folder) {
  const auto index = content_of(folder + "/index.json");
  fhir::json::document document;
  std::vector<sample> all;
  for (const auto one : document.read(index).value()) {
    sample read;
    read.body = content_of(folder + "/" + std::string(one["id"].string().value()) + ".json");
    read.target = target_for(read.body);
    read.now = fhir::read_date(one["now"].string().value()).value().when.exact.value();
    all.push_back(std::move(read));
  }
  return all;
}

/// As the server is configured when nobody says otherwise: with the extension, and a record of the decision.
void answer(const std::vector<sample>& all) {
  const auto known = cds_knowledge::read(cds_knowledge::embedded()).value();
  const hooks::endpoint served(known, {.answer_extension = true, .keeps_records = true});
  const auto same_uuid = [] { return std::string("00000000-0000-7000-8000-000000000001"); };
  for (int i = 0; i < times; ++i) {
    for (const auto& one : all) {
      hooks::call asked;
      asked.method = "POST";
      asked.target = one.target;
      asked.content_type = "application/json";
      asked.body = one.body;
      if (served.answer(asked, {one.now, same_uuid}).status != 200) throw std::runtime_error("a sample was refused");
    }
  }
}

} // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "usage: answer_samples FOLDER\n");
    return 2;
  }
  try {
    answer(read_samples(words[1]));
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "answer_samples: %s\n", fault.what());
    return 1;
  }
}
