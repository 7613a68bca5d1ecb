import Core

/// Some thousand rows of a table of firms on their way from the reader to the results.
///
/// One thread holds it at a time: it is handed on through a queue and comes back when its results are
/// written.
final class DecisionBatch: @unchecked Sendable {
    let chunk: FirmChunk
    private let texts = ByteScratch(capacity: 1 << 18)
    private var ends: [Int] = []
    private(set) var rows = 0

    init(_ facts: FactTable, holding held: Set<Int>) { chunk = FirmChunk(facts, holding: held) }

    var isFull: Bool { rows == FirmChunk.capacity }

    func clear() {
        texts.clear()
        ends.removeAll(keepingCapacity: true)
        rows = 0
    }

    /// Keeps a text of the row that is being read.
    func keep(_ field: Field) {
        texts.append(field.bytes)
        ends.append(texts.count)
    }

    /// Keeps a text that comes from elsewhere.
    func keep(_ text: String) {
        var text = text
        text.withUTF8 { texts.append($0) }
        ends.append(texts.count)
    }

    func endRow() { rows += 1 }

    /// The text with that number, of all texts of all rows.
    func text(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        let start = number == 0 ? 0 : ends[number - 1]
        return UnsafeBufferPointer(start: texts.base + start, count: ends[number] - start)
    }
}
