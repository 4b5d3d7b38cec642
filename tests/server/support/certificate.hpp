// Self-signed certificates made on the spot.
#pragma once

#include <filesystem>
#include <string>

#include "tests/server/support/temporary_directory.hpp"

namespace server_tests {

struct certificate_files {
  std::filesystem::path certificate;
  std::filesystem::path key; // mode 600
};

struct certificate_wish {
  std::string name = "localhost";
  long valid_from_seconds = -3600; // from now
  long valid_to_seconds = 86400;
  std::string passphrase;
  std::string alternative_names = "DNS:localhost,IP:127.0.0.1";
};

/// P-256, signed by itself.
certificate_files make_certificate(const temporary_directory& where, const certificate_wish& wish = {});
/// The fingerprint of a PEM file's certificate: 64 hex digits.
std::string sha256_of(const std::filesystem::path& certificate);

} // namespace server_tests
