/// A type that holds secrets or what people told us. Written out, as by a log, an error or a crash, it is its name and nothing
/// of what is in it: libraries write out whatever they are handed, with all that this holds in turn.
package protocol Discreet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{}

extension Discreet {
  package var description: String { String(describing: Self.self) }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
