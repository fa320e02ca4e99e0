import App
import Synchronization
import Testing

/// How many connections are taken, by the file handles that the machine allows.
struct RoomForConnectionsTests {
  @Test(arguments: [
    (most: 8000, handles: 65536, stand: 8000), (most: 8000, handles: 1024, stand: 824),
    (most: 500, handles: 1024, stand: 500), (most: 8000, handles: 256, stand: 100),
  ])
  func `connections leave handles for the rest`(most: Int, handles: Int, stand: Int) {
    var room = RoomForConnections(most: most) { handles }
    var open = 0
    while room.isAcceptingNewConnections(), open < 10_000 {
      room.connectionOpened()
      open += 1
    }
    #expect(open == stand)
    room.connectionClosed()
    #expect(room.isAcceptingNewConnections())
  }

  @Test func `a limit that is lowered while we run counts at once`() {
    let handles = Atomic(4500)
    var room = RoomForConnections(most: 8000) { handles.load(ordering: .relaxed) }
    for _ in 0..<900 { room.connectionOpened() }
    #expect(room.isAcceptingNewConnections())
    handles.store(1024, ordering: .relaxed)
    #expect(!room.isAcceptingNewConnections())
    for _ in 0..<77 { room.connectionClosed() }
    #expect(room.isAcceptingNewConnections())
  }
}
