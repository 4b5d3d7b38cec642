// Writes a synthetic hospital of any size: hospital DIRECTORY [--patients N] [--seed N] [--bulk N] [--treated-each N]
// [--files N] [--shuffled]
// [--gzip]
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "tests/server/replay/hospital.hpp"

int main(int count, char** words) {
  hospital::wish asked{.patients = 1000, .treated_each = 20, .bulk = 150};
  std::filesystem::path directory;
  CLI::App command("writes a synthetic hospital as a FHIR Bulk Data export");
  command.add_option("directory", directory)->required();
  command.add_option("--patients", asked.patients);
  command.add_option("--seed", asked.seed);
  command.add_option("--bulk", asked.bulk, "records of other things for each patient");
  command.add_option("--treated-each", asked.treated_each, "one patient in so many is on an antiviral");
  command.add_option("--files", asked.files, "of each type");
  command.add_flag("--shuffled", asked.shuffled);
  command.add_flag("--gzip", asked.gzip);
  CLI11_PARSE(command, count, words);
  std::filesystem::create_directories(directory);
  hospital::write(asked, directory);
  const auto told = hospital::truth_of(asked);
  std::printf("%zu patients, %zu with %zu orders\n", told.patients, told.patients_with_orders, told.orders);
  for (const auto& [rule, urgencies] : told.cards)
    for (const auto& [urgency, cards] : urgencies)
      std::printf("%zu %s %s\n", cards, cds::name_of(rule).data(), cds::name_of(urgency).data());
}
