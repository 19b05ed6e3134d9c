/* Preloaded into an example program that opens a server: writes the port it listens on to the file descriptor
 * that CAST_ANNOUNCE_FD names, so that nobody has to guess a free port or wait for the server by the clock. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

__attribute__((visibility("default"))) int listen(int socket, int backlog) {
  int (*real)(int, int) = (int (*)(int, int))dlsym(RTLD_NEXT, "listen");
  const int result = real(socket, backlog);
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  const char* fd = getenv("CAST_ANNOUNCE_FD");
  if (result == 0 && fd && getsockname(socket, (struct sockaddr*)&address, &size) == 0) {
    const uint16_t port = ntohs(address.sin_port);
    if (write(atoi(fd), &port, sizeof port) != sizeof port) return -1;
  }
  return result;
}
