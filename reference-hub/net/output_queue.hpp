#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <Poco/Net/StreamSocket.h>

namespace cast::hub {

/// Bytes that wait for a socket: shared, because one notification waits for many receivers. Empty, it holds
/// no memory. Used by the loop's thread only.
class OutputQueue {
 public:
  using Bytes = std::shared_ptr<const std::string>;

  void push(Bytes bytes);
  bool isEmpty() const { return first_ == chunks_.size(); }
  /// Bytes that wait, with what keeping each of them apart costs: a flood of tiny messages is not free.
  std::size_t size() const { return size_ + kChunkCost * (chunks_.size() - first_); }

  /// Gathers what waits into as few writes as the socket takes. False: the peer is gone.
  bool writeTo(Poco::Net::StreamSocket& socket);
  /// Drops what has not begun to be sent, so that the peer is left at the end of a whole message.
  void dropUnsent();

 private:
  static constexpr std::size_t kChunkCost = 64;

  void written(std::size_t bytes);

  std::vector<Bytes> chunks_;
  std::size_t first_ = 0;   // of chunks_ that is not wholly sent
  std::size_t offset_ = 0;  // sent of it
  std::size_t size_ = 0;
};

}  // namespace cast::hub
