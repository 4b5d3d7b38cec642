// What trusting a client costs for each call, beside the least that OpenSSL needs for the signature alone. CPU time
// counts.
#include <benchmark/benchmark.h>

#include "hooks/client_trust.hpp"
#include "server/trust/jti_registry.hpp"
#include "tests/server/support/signature_floor.hpp"
#include "tests/server/support/trust_world.hpp"

namespace {

using server_tests::base64url;
using server_tests::digest_of;
using server_tests::object_of;
using server_tests::party;
using server_tests::the_trust_world;
using server_tests::trust_now;

const std::vector<const char*> senders{"epic", "es256", "es384"}; // RS384 with 2048 bits, ES256, ES384

const party& sender_of(benchmark::State& state) {
  const auto& sender = the_trust_world().of(senders.at(static_cast<std::size_t>(state.range(0))));
  state.SetLabel(sender.alg);
  return sender;
}

void signature_alone(benchmark::State& state) {
  const auto& sender = sender_of(state);
  const auto shape = sender.shape();
  const auto input = base64url(object_of(shape.header)) + "." + base64url(object_of(shape.claims));
  const auto digest = digest_of(sender.alg);
  const server_tests::signature_floor floor(sender.key, digest.c_str(), input,
                                            sender.key.sign_der(input, digest.c_str()));
  for (auto _ : state) benchmark::DoNotOptimize(floor.verifies());
}

/// From the Authorization field to the claim on the jti, which is made in a registry that already has it.
void client_trust(benchmark::State& state) {
  const auto& sender = sender_of(state);
  auto& world = the_trust_world();
  const auto field = "Bearer " + sender.sign(sender.shape());
  world.ask_field(field);
  for (auto _ : state) {
    const auto result = world.ask_field(field);
    if (!result.claimed) state.SkipWithError("the token is not trusted");
  }
}

BENCHMARK(signature_alone)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK(client_trust)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

void claim_a_token(benchmark::State& state) {
  static server::jti_registry registry;
  static std::atomic<long> count{0};
  for (auto _ : state) {
    const auto number = ++count;
    const auto now = trust_now + std::chrono::seconds{number / 1000};
    benchmark::DoNotOptimize(
        registry.claim({"https://ehr.example", std::to_string(number), now + std::chrono::seconds{60}}, now));
  }
}
BENCHMARK(claim_a_token)->Unit(benchmark::kMicrosecond)->Threads(1)->Threads(2);

} // namespace
