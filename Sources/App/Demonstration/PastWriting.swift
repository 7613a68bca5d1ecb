import Core
import Storage

/// One thing that was done at a time of its own.
struct PastAct: Sendable {
    let at: Int64
    let actor: Actor
    let action: String
    let reason: String
    let job: @Sendable (Writing) throws -> Void
}

extension Book {
    /// Writes a past that is made or brought in whole: one transaction whose acts each have their own time
    /// and actor. Of the acts some may find nothing to do, but all together leave a record.
    func writeSynchronously(past acts: [PastAct]) throws {
        try database.writeSynchronously { scope in
            let first = scope.recorded
            for act in acts {
                try act.job(Writing(scope, act.actor, act.at, act.action, act.reason, keys))
            }
            precondition(
                !scope.connection.hasWritten || scope.recorded > first,
                "the book was changed without an audit record")
        }
    }
}
