// How many files and connections the operating system lets this process have open.
#pragma once

#include <cstddef>

namespace server {

/// Raises the process's own limit as far as it may for this many connections. How many fit beside what else is open;
/// never more than wanted, at least one.
std::size_t fitting_connections(std::size_t wanted);

/// Held for the moment when none is left: given up, it lets one connection in, which can then be told to go.
class spare_descriptor {
 public:
  spare_descriptor() { take(); }
  spare_descriptor(const spare_descriptor&) = delete;
  spare_descriptor& operator=(const spare_descriptor&) = delete;
  ~spare_descriptor() { give(); }

  /// False when there is none to be had now.
  bool take();
  void give();

 private:
  int held_ = -1;
};

} // namespace server
