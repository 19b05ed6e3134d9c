// cast-client: a client of a Cast hub for the command line. See README.md.
#include <csignal>
#include <exception>
#include <iostream>

#include "options.hpp"
#include "program.hpp"

int main(int count, char** words) {
  using namespace cast::client;
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // for all threads: the main one waits for them
  try {
    return static_cast<int>(runProgram({words + 1, words + count}));
  } catch (const UsageFault& fault) {
    std::cerr << "cast-client: " << fault.what() << '\n';
    return static_cast<int>(ExitCode::usage);
  } catch (const std::exception& failure) {
    std::cerr << "cast-client: " << failure.what() << '\n';
    return static_cast<int>(ExitCode::failed);
  }
}
