#include "net/output_queue.hpp"

#include <Poco/Net/NetException.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace cast::hub {
namespace {

constexpr std::size_t kChunksPerWrite = 64;

}  // namespace

void OutputQueue::push(Bytes bytes) {
  if (bytes->empty()) return;
  size_ += bytes->size();
  chunks_.push_back(std::move(bytes));
}

bool OutputQueue::writeTo(Poco::Net::StreamSocket& socket) {
  while (!isEmpty()) {
    std::array<iovec, kChunksPerWrite> parts{};
    const std::size_t count = std::min(kChunksPerWrite, chunks_.size() - first_);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& chunk = *chunks_[first_ + i];
      const std::size_t skip = i == 0 ? offset_ : 0;
      parts[i] = {const_cast<char*>(chunk.data()) + skip, chunk.size() - skip};
    }
    // Not StreamSocket::sendBytes: it throws where a full socket is the ordinary case, and can't say
    // MSG_NOSIGNAL.
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t sent = sendmsg(socket.impl()->sockfd(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    written(static_cast<std::size_t>(sent));
  }
  return true;
}

void OutputQueue::written(std::size_t bytes) {
  size_ -= bytes;
  offset_ += bytes;
  while (first_ < chunks_.size() && offset_ >= chunks_[first_]->size()) {
    offset_ -= chunks_[first_]->size();
    chunks_[first_++].reset();
  }
  if (isEmpty()) {
    std::vector<Bytes>().swap(chunks_);
    first_ = 0;
  } else if (first_ > kChunksPerWrite && first_ > chunks_.size() / 2) {
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

void OutputQueue::dropUnsent() {
  if (isEmpty()) return;
  const std::size_t keep = first_ + (offset_ > 0 ? 1 : 0);
  while (chunks_.size() > keep) {
    size_ -= chunks_.back()->size();
    chunks_.pop_back();
  }
}

}  // namespace cast::hub
