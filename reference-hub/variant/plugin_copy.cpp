#include "variant/plugin_copy.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <system_error>

#include "variant/plugin_table.hpp"

namespace cast::hub {
namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 30U;

constexpr char kUnreadable[] = "it can't be read: let the hub's user read it";

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

std::string said(int problem) { return std::system_category().message(problem); }

}  // namespace

PluginCopy::PluginCopy(const std::filesystem::path& file) {
  // Without O_NONBLOCK a pipe of that name would hold up the hub.
  const Descriptor source(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    throw PluginError("it is not a regular file: put the plugin's file there");
  if (source.number() < 0) throw PluginError(kUnreadable);
  descriptor_ = memfd_create(file.filename().c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor_ < 0) throw PluginError("the system has no memory file for a copy of it: " + said(errno));
  try {
    fill(source.number());
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

void PluginCopy::fill(int source) {
  while (true) {
    const ssize_t copied = sendfile(descriptor_, source, nullptr, std::size_t{1} << 20U);
    if (copied < 0 && errno == EINTR) continue;
    if (copied < 0) throw PluginError(std::string(kUnreadable) + " (" + said(errno) + ")");
    if (copied == 0) break;
    size_ += static_cast<std::size_t>(copied);
    if (size_ > kMaxFile) throw PluginError("it is longer than 1 GiB: that is no plugin");
  }
  fcntl(descriptor_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
}

PluginCopy::~PluginCopy() { close(descriptor_); }

std::filesystem::path PluginCopy::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

bool PluginCopy::hasSameBytesAs(const PluginCopy& other) const {
  if (size_ != other.size_) return false;
  std::array<char, 65536> mine{};
  std::array<char, 65536> theirs{};
  for (std::size_t at = 0; at < size_;) {
    const std::size_t wanted = std::min(mine.size(), size_ - at);
    const ssize_t read = pread(descriptor_, mine.data(), wanted, static_cast<off_t>(at));
    if (read <= 0 || pread(other.descriptor_, theirs.data(), static_cast<std::size_t>(read),
                           static_cast<off_t>(at)) != read)
      return false;
    if (std::memcmp(mine.data(), theirs.data(), static_cast<std::size_t>(read)) != 0) return false;
    at += static_cast<std::size_t>(read);
  }
  return true;
}

}  // namespace cast::hub
