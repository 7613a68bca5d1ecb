import Core

/// The guarantees that a write transaction has changed, as they are now. All others are as they were before
/// it, so that they are read without a wait for what is still on its way into the database.
struct ChangedGuarantees {
    private var byID: [Int64: Changed] = [:]
    /// By the number of the guarantee.
    private var known: [String: Known] = [:]
    /// The entries of the transaction by their references.
    private(set) var entries: [String: Int64] = [:]
    /// Set where rows are written without the stores.
    var mayBeAny = false

    private struct Changed {
        var guarantee: Guarantee
        /// How often its version was raised.
        var changes: Int64
    }

    private struct Known {
        let id: Int64
        /// Before the changes.
        let version: Int64
    }

    func contains(_ id: ID<Guarantee>) -> Bool { mayBeAny || byID[id.number] != nil }

    /// The guarantee and its version, if it is known to be changed.
    subscript(number: String) -> (guarantee: Guarantee, version: Int64)? {
        guard let known = known[number], let changed = byID[known.id] else { return nil }
        return (changed.guarantee, known.version + changed.changes)
    }

    /// Takes the number of a guarantee and its version as it is now.
    mutating func know(_ number: String, _ id: ID<Guarantee>, version: Int64) {
        known[number] = Known(id: id.number, version: version - (byID[id.number]?.changes ?? 0))
    }

    /// Takes what was written of a guarantee, with the next version.
    mutating func change(_ guarantee: Guarantee) {
        let changes = byID[guarantee.id.number]?.changes ?? 0
        byID[guarantee.id.number] = Changed(guarantee: guarantee, changes: changes + 1)
    }

    mutating func add(entry: Int64, reference: String?) {
        if let reference { entries[reference] = entry }
    }
}
