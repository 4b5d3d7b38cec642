// What a client sends about a patient, and what it shows who it is with, is in no log and in no refusal, whatever is
// wrong with the request; nor in what operators are told.
#include <gmock/gmock.h>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/log/decision_log.hpp"
#include "tests/server/support/running_admin.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> markers{"canary-access", "canary-patient", "canary-draft",  "Canaryfamily",
                                       "canary-hook",   "canary-comment", "canary-reason", "canary-user",
                                       "canary-card",   "canary-lab",     "canary-query",  "canary-encounter"};

/// Takes every line at every level for as long as it lives.
class captured_log {
 public:
  captured_log()
      : sink_(std::make_shared<lines>()), before_(spdlog::default_logger()),
        decisions_(std::make_shared<spdlog::logger>(std::string(server::events_logger), sink_),
                   server::log_format::json) {
    auto log = std::make_shared<spdlog::logger>("captured", sink_);
    log->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(log));
  }
  ~captured_log() { spdlog::set_default_logger(before_); }
  captured_log(const captured_log&) = delete;
  captured_log& operator=(const captured_log&) = delete;

  std::string text() const { return sink_->all(); }
  const server::decision_log& decisions() const { return decisions_; }

 private:
  class lines : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::string all() {
      const std::lock_guard held(mutex_);
      return text_;
    }

   protected:
    void sink_it_(const spdlog::details::log_msg& line) override {
      text_.append(line.payload.data(), line.payload.size()).append("\n");
    }
    void flush_() override {}

   private:
    std::string text_;
  };

  std::shared_ptr<lines> sink_;
  std::shared_ptr<spdlog::logger> before_;
  server::decision_log decisions_;
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string marked_order(const std::string& fhir_server, bool prefetched) {
  order_wish wish;
  wish.fhir_server = fhir_server;
  wish.patient = "canary-patient";
  wish.draft = "canary-draft";
  wish.access_token = "canary-access";
  if (prefetched) {
    const auto named =
        replaced(patient_named(wish.patient), R"("gender")", R"("name":[{"family":"Canaryfamily"}],"gender")");
    wish.prefetch = with(empty_chart(wish.patient), "patient", named);
    wish.prefetch = with(wish.prefetch, "labs", bundle_of({creatinine("canary-lab", wish.patient)}));
  }
  auto text = order(wish);
  text = replaced(std::move(text), "\"i-1\"", "\"canary-hook\"");
  text = replaced(std::move(text), "\"e-1\"", "\"canary-encounter\"");
  return replaced(std::move(text), "Practitioner/u\"", "Practitioner/canary-user\"");
}

const std::string marked_feedback =
    R"({"feedback":[{"card":"4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae","outcome":"overridden","overrideReason":{"reason":)"
    R"({"code":"canary-reason","system":"https://reasons.example"},"userComment":"canary-comment"},)"
    R"("outcomeTimestamp":"2026-01-20T15:00:00Z"}]})";

/// Sends requests and looks at what comes back.
class prober {
 public:
  explicit prober(const running_service& service) : service_(service) {}

  void post(const std::string& path, const std::string& body) {
    const auto token = service_.token(path);
    note_token(token);
    see(service_.request(path, body, "Bearer " + token));
  }
  void post_with_every_token(const std::string& path, const std::string& body) {
    const auto token = service_.token(path);
    note_token(token);
    see(service_.request(path, body, "Bearer " + token));
    see(service_.request(path, body, "Bearer " + token)); // used up
    see(service_.request(path, body, "Bearer " + token + "x"));
    see(service_.request(path, body, "Basic " + token));
  }
  void see(const std::string& request) {
    tls_client client(service_.port());
    if (!client.send(request)) return;
    const auto answer = client.receive();
    if (!answer) return;
    ++(answer->status < 400 ? good : refused);
    if (answer->status >= 400) expect_clean(answer->body);
    for (const auto& [name, value] : answer->headers) expect_clean(value);
  }
  void expect_clean(const std::string& text) const {
    for (const auto& marker : markers) EXPECT_THAT(text, Not(HasSubstr(marker)));
    for (const auto& token : tokens_) EXPECT_THAT(text, Not(HasSubstr(token)));
  }

  int good = 0, refused = 0;

 private:
  void note_token(const std::string& token) {
    tokens_.push_back(token.substr(token.find('.') + 1, 40)); // of its claims
    tokens_.push_back(token.substr(token.rfind('.') + 1));
  }

  const running_service& service_;
  std::vector<std::string> tokens_;
};

void send_damaged(prober& to, const std::string& path, const std::string& body) {
  for (std::size_t cut = 1; cut < 16; ++cut) to.post(path, body.substr(0, body.size() * cut / 16));
  for (const auto* one :
       {"canary-patient", "canary-reason", "canary-comment", "canary-user", "canary-draft", "Canaryfamily"}) {
    if (body.find(one) == body.npos) continue;
    for (const auto* by : {"\xff", "\\u0000", "\\ud800", "\"", "{}"})
      to.post(path, replaced(body, one, one + std::string(by)));
    to.post(path, replaced(body, "\"" + std::string(one) + "\"", "{\"a\":\"" + std::string(one) + "\",\"a\":8}"));
  }
  to.post(path, replaced(body, "overridden", "canary-card"));
  to.post(path, replaced(body, "4e0a3a1e", "canary-card"));
  to.post(path, replaced(body, "2026-01-20", "canary-card"));
  to.post(path, replaced(body, "Patient/canary-patient", "Patient/canary-patient-2"));
  to.post(path, replaced(body, "\"order-sign\"", "\"canary-hook\""));
  to.post(path + "/canary-query", body);
  to.post(path + "?q=canary-query", body);
}

void send_odd_heads(prober& to, const running_service& service, const std::string& body) {
  const auto request = service.request(sign, body);
  for (const auto* line :
       {"X-A: canary-patient\x01\r\n", "X-B : canary-patient\r\n", " canary-patient\r\n", "canary-patient\r\n",
        "Content-Encoding: canary-patient\r\n", "Expect: canary-patient\r\n", "Transfer-Encoding: canary-patient\r\n",
        "Authorization: Bearer canary-access\r\n", "Content-Type: canary/patient\r\n", "Origin: canary-patient\r\n"})
    to.see(std::string(request).insert(request.find("\r\n") + 2, line));
  to.see(replaced(request, "POST /", "CANARY /canary-query"));
  to.see(replaced(request, "HTTP/1.1", "HTTP/canary-query"));
}

/// What operators see after all that, also when they themselves ask oddly.
void look_at_the_admin_listener(prober& probe, running_admin& admin) {
  for (const auto* target : {"/livez", "/readyz", "/metrics", "/canary-query", "/readyz?canary-query"})
    for (const auto* method : {"GET", "HEAD", "POST", "CANARY"}) {
      const auto answer = admin.get(target, method);
      probe.expect_clean(answer.body);
      for (const auto& [name, value] : answer.headers) probe.expect_clean(value);
    }
  EXPECT_THAT(admin.metrics(), Not(HasSubstr("vesicle_overrides_total{reason=\"other\"} 0\n")));
}

TEST(Canary, NothingOfThePatientOrTheTokenIsInALogOrARefusal) {
  const captured_log log;
  hostile_server fhir([](const std::string& target) { return poor_kidneys(target, "canary-patient"); });
  int good = 0;
  int refused = 0;
  {
    service_wish wish;
    wish.log = &log.decisions();
    running_service service(wish, &fhir);
    running_admin admin(service);
    prober probe(service);
    for (const bool prefetched : {true, false}) {
      const auto body = marked_order(fhir.url("/fhir"), prefetched);
      probe.post_with_every_token(sign, body);
      if (prefetched) send_damaged(probe, sign, body);
      send_odd_heads(probe, service, body);
    }
    probe.post_with_every_token(feedback, marked_feedback);
    send_damaged(probe, feedback, marked_feedback);
    for (const auto* mode : {"resets-handshake", "untrusted", "html", "404", "503", "bad-utf-8", "301-elsewhere"}) {
      fhir.behave(mode);
      fhir.cut_all();
      probe.post(sign, marked_order(fhir.url("/fhir"), false));
    }
    std::filesystem::remove(service.directory() / "data" / "vesicle.db");
    probe.post(feedback, marked_feedback); // the store fails
    good = probe.good;
    refused = probe.refused;
    look_at_the_admin_listener(probe, admin);
    probe.expect_clean(log.text());
  }
  EXPECT_GE(good, 4);
  EXPECT_GE(refused, 80);
  EXPECT_THAT(log.text(), HasSubstr("\"event\":\"decision\""));
  EXPECT_THAT(log.text(), HasSubstr("refused with 401"));
  EXPECT_THAT(log.text(), HasSubstr("asking another server failed"));
  EXPECT_THAT(log.text(), HasSubstr("the store cannot be written"));
}

} // namespace
