#include "server/outbound/errand.hpp"

#include <string_view>

namespace server {

secret request_text(const errand& one) {
  const std::string_view accept = one.asked.accept.empty() ? "*/*" : std::string_view(one.asked.accept);
  const bool trusted = !one.asked.bearer.empty();
  return secret{"GET ",
                one.target.path_and_query,
                " HTTP/1.1\r\nHost: ",
                one.target.host,
                "\r\nAccept: ",
                accept,
                "\r\nAccept-Encoding: identity\r\nUser-Agent: vesicle\r\n",
                trusted ? "Authorization: Bearer " : "",
                one.asked.bearer.view(),
                trusted ? "\r\n\r\n" : "\r\n"};
}

breaker::end judged(const outbound_answer& answer) {
  switch (answer.fault) {
  case outbound_fault::resolve:
  case outbound_fault::connect:
  case outbound_fault::tls:
  case outbound_fault::timeout:
  case outbound_fault::malformed:
    return breaker::end::failed;
  case outbound_fault::refused_url:
  case outbound_fault::breaker_open:
  case outbound_fault::closed:
    return breaker::end::undecided;
  default:
    return answer.status >= 500 ? breaker::end::failed : breaker::end::answered;
  }
}

} // namespace server
