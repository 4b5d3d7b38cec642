#include "server/outbound/trust.hpp"

#include <gtest/gtest.h>

#include "tests/server/support/certificate.hpp"

namespace {

TEST(Trust, IsTheSystemsOrAFiles) {
  const server_tests::temporary_directory directory;
  EXPECT_TRUE(server::load_trust({}));
  EXPECT_TRUE(server::load_trust(server_tests::make_certificate(directory).certificate));
}

TEST(Trust, SaysWhichFileHoldsNoCertificates) {
  const server_tests::temporary_directory directory;
  const auto broken = directory.write("broken.pem", "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
  for (const auto& path : {directory.path() / "missing.pem", directory.write("empty.pem", ""), broken}) {
    const auto trust = server::load_trust(path);
    ASSERT_FALSE(trust) << path;
    EXPECT_EQ(trust.error(), "`" + path.string() + "` cannot be read as certificates in PEM form");
  }
}

} // namespace
