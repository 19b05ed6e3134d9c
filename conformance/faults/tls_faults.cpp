#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

template <Unchecked What>
void leaveUnchecked(Hooks& hooks) {
  hooks.calls = [](Callback& callback, const std::function<int()>& send) {
    callback.unchecked = What;
    send();
  };
}

constexpr Fault kFaults[] = {
    {"tls-1.0-accepted", [](Hooks& hooks) { hooks.listens.oldest = TlsVersion::k10; }},
    {"tls-1.1-accepted", [](Hooks& hooks) { hooks.listens.oldest = TlsVersion::k11; }},
    {"plain-text-on-the-tls-port", [](Hooks& hooks) { hooks.listens.plainTextToo = true; }},
    {"websockets-in-plain-text", [](Hooks& hooks) { hooks.listens.webSocketsInPlainText = true; }},
    {"callback-certificates-unchecked", leaveUnchecked<Unchecked::kAll>},
    {"callback-hosts-unchecked", leaveUnchecked<Unchecked::kHost>},
    {"callback-dates-unchecked", leaveUnchecked<Unchecked::kDates>},
};

}  // namespace

std::span<const Fault> tlsFaults() { return kFaults; }

}  // namespace cast::conformance::faults
