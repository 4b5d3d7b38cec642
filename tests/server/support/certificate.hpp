// Self-signed certificates made on the spot, in a directory that goes away with its owner.
#pragma once

#include <filesystem>
#include <string>

namespace server_tests {

class temporary_directory {
 public:
  temporary_directory();
  ~temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file and returns where it is.
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

struct certificate_files {
  std::filesystem::path certificate;
  std::filesystem::path key; // mode 600
};

struct certificate_wish {
  std::string name = "localhost";
  long valid_from_seconds = -3600; // from now
  long valid_to_seconds = 86400;
  std::string passphrase;
};

/// P-256 for localhost and 127.0.0.1, signed by itself.
certificate_files make_certificate(const temporary_directory& where, const certificate_wish& wish = {});

} // namespace server_tests
