#include "server/private_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

struct privacy_row {
  mode_t mode;
  uid_t owner;
  std::string fault;
};

TEST(PrivateFile, IsReadByItsOwnerAloneOrByTheGroupOfRootsFile) {
  const std::string user = ", set its mode to 600";
  const std::string root = ", set its mode to 600, or to 640 for a group that may read it";
  for (const auto& [mode, owner, fault] : std::vector<privacy_row>{
           {0600, 1000, ""},
           {0400, 1000, ""},
           {0700, 1000, ""},
           {0600, 0, ""},
           {0640, 0, ""},
           {0440, 0, ""},
           {0640, 1000, "can be read by its group, set its mode to 600, or give it to root with mode 640"},
           {0440, 1000, "can be read by its group, set its mode to 600, or give it to root with mode 640"},
           {0660, 0, "can be changed by its group" + root},
           {0620, 0, "can be changed by its group" + root},
           {0650, 0, "can be changed by its group" + root},
           {0660, 1000, "can be changed by its group" + user},
           {0620, 1000, "can be changed by its group" + user},
           {0604, 1000, "is open to everybody" + user},
           {0602, 1000, "is open to everybody" + user},
           {0601, 1000, "is open to everybody" + user},
           {0644, 0, "is open to everybody" + root},
           {0666, 0, "is open to everybody" + root},
           {0100644, 1000, "is open to everybody" + user}, // with the kind of file, as stat gives it
           {0100600, 1000, ""},
       })
    EXPECT_EQ(server::fault_in_privacy(mode, owner), fault) << std::oct << mode << " of " << owner;
}

} // namespace
