#include "server/doctor/doors.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <csignal>
#include <string>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"

namespace {

using namespace server_tests;

std::string only_text(const server::settings& chosen) {
  server::findings told;
  server::examine_doors(chosen, told);
  return told.all().front().says;
}

TEST(Doctor, TellsWhetherAPortIsFree) {
  server::settings chosen;
  chosen.listen = "127.0.0.1:0";
  EXPECT_EQ(only_text(chosen), "`127.0.0.1:0` is free");
  boost::asio::io_context context;
  const boost::asio::ip::tcp::acceptor taken(context, {boost::asio::ip::address_v4::loopback(), 0});
  chosen.listen = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  EXPECT_EQ(only_text(chosen), "`" + chosen.listen + "` is taken");
  chosen.listen = "203.0.113.7:8443"; // no address of any machine
  EXPECT_TRUE(only_text(chosen).starts_with("`203.0.113.7:8443` cannot be listened on: ")) << only_text(chosen);
}

TEST(Doctor, KnowsARunningServerByItsAdminListener) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  process running({VESICLE_PROGRAM, "serve", "--no-auth", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
                   "--certificate", files.certificate.string(), "--key", files.key.string()});
  const auto address_in = [](const std::string& line) { return line.substr(line.find("https://") + 8); };
  server::settings chosen;
  chosen.admin.listen = address_in(running.line());
  chosen.listen = address_in(running.line());
  EXPECT_TRUE(server::answers_livez(chosen.admin.listen));
  EXPECT_EQ(only_text(chosen), "`" + chosen.listen + "` is taken, and a vesicle is running");
  running.signal(SIGTERM);
  EXPECT_EQ(running.finish().status, 0);
  EXPECT_FALSE(server::answers_livez(chosen.admin.listen));
}

} // namespace
