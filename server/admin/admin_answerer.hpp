// Answers on the admin listener: a small table of paths, for operators and their programs.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "server/admin/admin_pages.hpp"
#include "server/handler.hpp"

namespace server {

/// One method of one path. HEAD is answered where GET is.
struct admin_route {
  std::string_view method;
  std::string_view path;
  std::function<hooks::reply(const hooks::call&)> answer;
};

/// The routes that there are. `world` must outlive them.
std::vector<admin_route> admin_routes(const admin_world& world);

/// 404 for a path that is not in the table, 405 with `Allow` for a method its path does not have. A query is ignored.
/// Refusals are JSON with `error`, and quote nothing that was sent.
class admin_answerer : public answerer {
 public:
  /// `console`: what answers below /console; null: there is none.
  explicit admin_answerer(std::vector<admin_route> routes, std::unique_ptr<answerer> console = nullptr)
      : routes_(std::move(routes)), console_(std::move(console)) {}

  void answer(const hooks::call& asked, done whole) override;
  hooks::reply refuse(const refusal& why, std::string_view origin) override;

 private:
  hooks::reply reply_to(const hooks::call& asked) const;

  std::vector<admin_route> routes_;
  std::unique_ptr<answerer> console_;
};

} // namespace server
