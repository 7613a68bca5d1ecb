/// Some thousand firms as columns, one for each fact that a policy asks for.
///
/// Amounts are whole fen in floating point: whole numbers up to 2^53 stand in it exactly, and
/// `Fen.limit` is far below. What is unknown is no number there, the least number in columns of 32
/// bits, and 255 in bytes. Every access is to a row below `capacity`, which `put` asserts; each column
/// has room for so many.
public final class FirmChunk {
    /// Firms of a full chunk.
    public static let capacity = 4_096
    static let unknownNarrow = Int32.min
    static let unknownSmall = UInt8.max

    public let facts: FactTable
    /// Firms in it, once it is sealed.
    public private(set) var count = 0
    /// How many firms each fact is unknown of; all of them where the chunk has no such column.
    private(set) var unknownCounts: [Int]
    /// No amount in it is larger.
    private(set) var mostMoney: Double = 0

    /// The rows of which a fact is unknown, where they are few.
    private(set) var unknownRows: [[UInt16]]
    /// Of so many, one may be unknown at most.
    static let fewShare = 6

    let columns: [Column?]
    /// Where each column begins, and the bytes of an element as a power of two.
    let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let shifts: UnsafeMutablePointer<Int>

    enum Column {
        case wide(UnsafeMutablePointer<Double>)
        case narrow(UnsafeMutablePointer<Int32>)
        case small(UnsafeMutablePointer<UInt8>)

        var address: UnsafeMutableRawPointer {
            switch self {
            case .wide(let pointer): UnsafeMutableRawPointer(pointer)
            case .narrow(let pointer): UnsafeMutableRawPointer(pointer)
            case .small(let pointer): UnsafeMutableRawPointer(pointer)
            }
        }

        var shift: Int {
            switch self {
            case .wide: 3
            case .narrow: 2
            case .small: 0
            }
        }
    }

    /// `held` are the places of the facts that get a column; texts have none.
    public init(_ facts: FactTable, holding held: some Sequence<Int>) {
        self.facts = facts
        let wanted = Set(held)
        columns = facts.facts.indices.map {
            wanted.contains($0) ? FirmChunk.column(facts.facts[$0].kind) : nil
        }
        (addresses, shifts) = (.allocate(capacity: columns.count), .allocate(capacity: columns.count))
        for (fact, column) in columns.enumerated() {
            addresses.advanced(by: fact).initialize(to: column?.address)
            shifts.advanced(by: fact).initialize(to: column?.shift ?? 0)
        }
        unknownCounts = Array(repeating: 0, count: facts.facts.count)
        unknownRows = Array(repeating: [], count: facts.facts.count)
    }

    deinit {
        addresses.deallocate()
        shifts.deallocate()
        for column in columns {
            switch column {
            case .wide(let pointer): pointer.deallocate()
            case .narrow(let pointer): pointer.deallocate()
            case .small(let pointer): pointer.deallocate()
            case nil: break
            }
        }
    }

    private static func column(_ kind: Fact.Kind) -> Column? {
        switch kind {
        case .money: .wide(.allocate(capacity: capacity))
        case .count, .points, .share, .day: .narrow(.allocate(capacity: capacity))
        case .flag, .word: .small(.allocate(capacity: capacity))
        case .text: nil
        }
    }

    /// Writes what is known of a firm; a fact without a column is passed over. Values are within the
    /// fact's bounds.
    @inline(__always)
    public func put(_ value: Int64?, of fact: Int, at row: Int) {
        precondition(row >= 0 && row < FirmChunk.capacity)
        switch columns[fact] {
        case .wide(let pointer): pointer[row] = value.map { Double($0) } ?? .nan
        case .narrow(let pointer): pointer[row] = value.map { Int32($0) } ?? FirmChunk.unknownNarrow
        case .small(let pointer): pointer[row] = value.map { UInt8($0) } ?? FirmChunk.unknownSmall
        case nil: break
        }
    }

    /// Writes all facts of a firm.
    public func put(_ values: FactValues, at row: Int) {
        for fact in columns.indices { put(values.values[fact], of: fact, at: row) }
    }

    /// What is known of a firm's fact.
    @inline(__always)
    func value(of fact: Int, at row: Int) -> Int64? {
        switch columns[fact] {
        case .wide(let pointer): pointer[row].isNaN ? nil : Int64(pointer[row])
        case .narrow(let pointer): pointer[row] == FirmChunk.unknownNarrow ? nil : Int64(pointer[row])
        case .small(let pointer): pointer[row] == FirmChunk.unknownSmall ? nil : Int64(pointer[row])
        case nil: nil
        }
    }

    /// To be called when the first `count` rows of all columns are written, before the chunk is decided.
    public func seal(count: Int) {
        precondition(count >= 0 && count <= FirmChunk.capacity)
        self.count = count
        mostMoney = 0
        for fact in columns.indices {
            unknownCounts[fact] = unknownCount(columns[fact])
            mostMoney = max(mostMoney, FirmChunk.most(columns[fact], count))
            unknownRows[fact].removeAll(keepingCapacity: true)
            guard unknownCounts[fact] > 0, isFew(fact) else { continue }
            for row in 0..<count where value(of: fact, at: row) == nil {
                unknownRows[fact].append(UInt16(row))
            }
        }
    }

    /// The same for firms gathered from another chunk: it is only told of each fact whether it is unknown of
    /// none, of all or of some, of how many ever.
    func seal(count: Int, from whole: FirmChunk) {
        self.count = count
        mostMoney = whole.mostMoney
        for fact in columns.indices {
            let (isUnknown, isKnown) =
                whole.unknownCounts[fact] == 0 ? (false, true) : knowledge(columns[fact])
            unknownCounts[fact] = isUnknown ? isKnown ? 1 : count : 0
        }
    }

    /// Whether a fact is unknown of any firm, and known of any; a few firms tell, mostly.
    private func knowledge(_ column: Column?) -> (isUnknown: Bool, isKnown: Bool) {
        switch column {
        case .wide(let pointer): knowledge { pointer[$0] != pointer[$0] }
        case .narrow(let pointer): knowledge { pointer[$0] == FirmChunk.unknownNarrow }
        case .small(let pointer): knowledge { pointer[$0] == FirmChunk.unknownSmall }
        case nil: (true, false)
        }
    }

    @inline(__always)
    private func knowledge(_ isUnknown: (Int) -> Bool) -> (isUnknown: Bool, isKnown: Bool) {
        var (unknown, known) = (false, false)
        for row in 0..<count {
            if isUnknown(row) { unknown = true } else { known = true }
            if unknown && known { break }
        }
        return (unknown, known)
    }

    /// Whether nearly all firms have the fact.
    func isFew(_ fact: Int) -> Bool { unknownCounts[fact] * FirmChunk.fewShare < count }

    private func unknownCount(_ column: Column?) -> Int {
        var unknown = 0
        switch column {
        case .wide(let pointer):
            for row in 0..<count { unknown &+= pointer[row] == pointer[row] ? 0 : 1 }
        case .narrow(let pointer):
            for row in 0..<count { unknown &+= pointer[row] == FirmChunk.unknownNarrow ? 1 : 0 }
        case .small(let pointer):
            for row in 0..<count { unknown &+= pointer[row] == FirmChunk.unknownSmall ? 1 : 0 }
        case nil: unknown = count
        }
        return unknown
    }

    private static func most(_ column: Column?, _ count: Int) -> Double {
        guard case .wide(let pointer) = column else { return 0 }
        // The bits of magnitudes rise with them; what is no number has none.
        var most: UInt64 = 0
        for row in 0..<count {
            let value = pointer[row]
            let bits = value == value ? value.magnitude.bitPattern : 0
            most = bits > most ? bits : most
        }
        return Double(bitPattern: most)
    }

    /// Copies a fact of those firms to the first rows of another chunk with the same columns.
    func gather(_ rows: UnsafeBufferPointer<Int32>, of fact: Int, to other: FirmChunk) {
        func move<Element>(_ from: UnsafeMutablePointer<Element>, _ to: UnsafeMutablePointer<Element>) {
            for place in 0..<rows.count { to[place] = from[Int(rows[place])] }
        }
        switch (columns[fact], other.columns[fact]) {
        case (.wide(let from), .wide(let to)): move(from, to)
        case (.narrow(let from), .narrow(let to)): move(from, to)
        case (.small(let from), .small(let to)): move(from, to)
        // The other has columns of what is read only, and this one may lack some.
        case (nil, let column): FirmChunk.forget(column, rows.count)
        default: break
        }
    }

    private static func forget(_ column: Column?, _ count: Int) {
        switch column {
        case .wide(let pointer): pointer.update(repeating: .nan, count: count)
        case .narrow(let pointer): pointer.update(repeating: unknownNarrow, count: count)
        case .small(let pointer): pointer.update(repeating: unknownSmall, count: count)
        case nil: break
        }
    }
}
