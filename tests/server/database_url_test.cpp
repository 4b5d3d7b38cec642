#include "server/database_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/server/support/temporary_directory.hpp"

namespace {

using testing::HasSubstr;

TEST(DatabaseUrl, HoldsNoPasswordAndIsNeverRepeated) {
  const struct {
    const char* url;
    const char* fault; // part of it; empty: good
  } table[] = {
      {"postgresql://vesicle@db.example/vesicle?sslmode=verify-full", ""},
      {"postgres://a,b:5433/vesicle?target_session_attrs=read-write", ""},
      {"host=/run/postgresql dbname=vesicle", ""},
      {"postgresql://vesicle:se-cret@db.example/vesicle", "must hold no password"},
      {"postgresql://db.example/vesicle?password=se-cret", "must hold no password"},
      {"host=db.example password=se-cret", "must hold no password"},
      {"host=db.example sslpassword=se-cret", "must hold no password"},
      {"se-cret", "is neither"},
      {"postgresql://vesicle:se-cret@[db.example/vesicle", "is neither"},
      {"hots=se-cret", "is neither"},
      {"", "must not be empty"},
  };
  for (const auto& row : table) {
    const auto fault = server::fault_in_database_url(row.url);
    EXPECT_THAT(fault, HasSubstr(row.fault)) << row.url;
    EXPECT_EQ(fault.empty(), std::string(row.fault).empty()) << row.url;
    EXPECT_THAT(fault, testing::Not(HasSubstr("se-cret")));
  }
}

TEST(DatabaseUrl, IsWarnedOfWhenAnybodyOnTheWayCouldBeTheDatabase) {
  const struct {
    const char* url;
    bool warned;
  } table[] = {
      {"host=/run/postgresql", false},
      {"dbname=vesicle", false},
      {"postgresql://localhost/vesicle", false},
      {"postgresql://127.0.0.1,[::1]/vesicle", false},
      {"postgresql://db.example/vesicle?sslmode=verify-full", false},
      {"postgresql://db.example/vesicle", true},
      {"postgresql://db.example/vesicle?sslmode=verify-ca", true},
      {"postgresql://localhost,db.example/vesicle", true},
      {"host=localhost hostaddr=192.0.2.1", true},
  };
  for (const auto& row : table) {
    const auto warning = server::warning_about_database_url(row.url);
    EXPECT_EQ(!warning.empty(), row.warned) << row.url << ": " << warning;
    EXPECT_THAT(warning, testing::Not(HasSubstr("db.example")));
  }
}

TEST(DatabaseUrl, TakesItsPasswordFromAFileOfItsOwner) {
  const server_tests::temporary_directory directory;
  const auto file = directory.write("password", "se-cret\n");
  namespace fs = std::filesystem;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read);
  EXPECT_THAT(server::address_of("dbname=v", file).error(), HasSubstr("is open to everybody"));
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  const auto read = server::address_of("dbname=v", file);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->password, "se-cret");
  directory.write("password", "\nse-cret");
  EXPECT_THAT(server::address_of("dbname=v", file).error(), HasSubstr("must hold the password in its first line"));
  EXPECT_THAT(server::address_of("dbname=v", directory.path() / "none").error(), HasSubstr("cannot be opened"));
  EXPECT_EQ(server::address_of("dbname=v", {})->password, "");
}

} // namespace
