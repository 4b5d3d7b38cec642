#include "server/peer_certificate.hpp"

#include <gtest/gtest.h>

#include <openssl/pem.h>

#include <cstdio>
#include <memory>

#include "hooks/client.hpp"
#include "server/registered_url.hpp"
#include "tests/server/support/certificate.hpp"

namespace {

std::string der_of(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open(std::fopen(file.c_str(), "rb"), std::fclose);
  const std::unique_ptr<X509, void (*)(X509*)> read(PEM_read_X509(open.get(), nullptr, nullptr, nullptr), X509_free);
  unsigned char* bytes = nullptr;
  const auto length = i2d_X509(read.get(), &bytes);
  std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

TEST(PeerCertificate, BelongsToTheClientThatIsRegisteredWithIt) {
  const server_tests::temporary_directory directory;
  const auto made = [&](const std::string& name) {
    server_tests::certificate_wish wish;
    wish.name = name;
    return der_of(make_certificate(directory, wish).certificate);
  };
  const auto der = made("ehr, north");
  const auto other = made("other");
  const auto peer = server::identity_of_der(der);
  ASSERT_TRUE(peer);
  EXPECT_EQ(peer->subject, "CN=ehr\\, north");
  EXPECT_EQ(peer->sha256.size(), 64U);
  EXPECT_NE(server::identity_of_der(other)->sha256, peer->sha256);

  hooks::client by_print;
  by_print.name = by_print.iss = "print";
  by_print.certificate_sha256 = peer->sha256;
  hooks::client by_subject;
  by_subject.name = by_subject.iss = "subject";
  by_subject.certificate_subject = "CN=other";
  const hooks::clients known({by_print, by_subject});
  EXPECT_EQ(known.with_certificate(peer->sha256, peer->subject)->name, "print");
  const auto another = server::identity_of_der(other);
  EXPECT_EQ(known.with_certificate(another->sha256, another->subject)->name, "subject");
  EXPECT_EQ(known.with_certificate(std::string(64, '0'), "CN=nobody"), nullptr);
  EXPECT_EQ(known.with_certificate({}, {}), nullptr);
}

TEST(PeerCertificate, IsReadWholeOrNotAtAll) {
  const server_tests::temporary_directory directory;
  const auto der = der_of(make_certificate(directory).certificate);
  EXPECT_FALSE(server::identity_of_der(""));
  EXPECT_FALSE(server::identity_of_der("not a certificate"));
  EXPECT_FALSE(server::identity_of_der(der + "x"));
  EXPECT_FALSE(server::identity_of_der(std::string_view(der).substr(0, der.size() - 1)));
}

TEST(RegisteredUrl, IsHttpsAndPlain) {
  for (const char* good : {"https://ehr.example", "https://ehr.example/", "https://ehr.example:8443/a/b?c=d",
                           "https://10.0.0.1/jwks", "https://[::1]/jwks", "https://ehr.example/.well-known/jwks.json"})
    EXPECT_EQ(server::fault_in_url(good, false), "") << good;
  for (const auto& [bad, says] : std::vector<std::pair<const char*, std::string>>{
           {"", "is not absolute"},
           {"ehr.example/jwks", "is not absolute"},
           {"/jwks", "is not absolute"},
           {"https:///jwks", "is not absolute"},
           {"https://", "is not absolute"},
           {"https:/ehr.example", "is not absolute"},
           {"https://ehr.example/ jwks", "is not absolute"},
           {"https://ehr.example/\r\nX: y", "is not absolute"},
           {"https://ehr.example/\xc3\xa4", "is not absolute"},
           {"https://user@ehr.example", "must not name a user"},
           {"https://user:secret@ehr.example", "must not name a user"},
           {"https://ehr.example/jwks#", "must not have a fragment"},
           {"https://ehr.example/jwks#a", "must not have a fragment"},
           {"https://EHR.example/jwks", "needs its host in lower case"},
           {"https://ehr%2eexample/jwks", "needs its host in lower case"},
           {"https://ehr.example:0/jwks", "needs a port from 1 to 65535, or none"},
           {"https://ehr.example:/jwks", "needs a port from 1 to 65535, or none"},
           {"https://ehr.example:99999/jwks", "needs a port from 1 to 65535, or none"},
           {"https://ehr.example:0443/jwks", "needs a port from 1 to 65535, or none"},
           {"https://ehr.example/a/../jwks", "must not have `.` or `..` in its path"},
           {"https://ehr.example/..", "must not have `.` or `..` in its path"},
           {"https://10.0.0.1.evil.example/jwks", "needs `/` after its host"},
           {"https://10.0.0.1:443a/jwks", "needs `/` after its host"},
           {"https://[::1]x/jwks", "needs `/` after its host"},
           {"http://ehr.example/jwks", "must begin with `https://`"},
           {"HTTPS://ehr.example/jwks", "must begin with `https://`"},
           {"ftp://ehr.example/jwks", "must begin with `https://`"},
           {"http://127.0.0.1/jwks", "must begin with `https://`"},
       })
    EXPECT_EQ(server::fault_in_url(bad, false), says) << bad;
  for (const char* loopback : {"http://127.0.0.1:8080/jwks", "http://[::1]/jwks", "http://localhost:3000/jwks"})
    EXPECT_EQ(server::fault_in_url(loopback, true), "") << loopback;
  for (const char* elsewhere :
       {"http://10.0.0.1/jwks", "http://ehr.example/jwks", "http://localhost.evil.example/jwks"})
    EXPECT_EQ(server::fault_in_url(elsewhere, true), "must begin with `https://`") << elsewhere;
  EXPECT_EQ(server::fault_in_url("http://127.0.0.1.evil.example/jwks", true), "needs `/` after its host");
}

} // namespace
