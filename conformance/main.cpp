#include <csignal>
#include <iostream>

#include "engine/commands.hpp"

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a subject that hangs up is a finding, not an end
  return static_cast<int>(
      cast::conformance::runCommandLine({words + 1, words + count}, std::cout, std::cerr));
}
