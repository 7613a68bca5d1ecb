import Core
import Storage

/// The rows of a list's page as markup, written straight from the columns of the database.
struct ListTable: ~Copyable {
    private let list: RecordList
    private let ask: Ask
    private let cells: [Cell]
    private var markup: MarkupBuffer
    /// The words that have been met, with what is shown for each.
    private var words: [(column: Int, word: [UInt8], markup: [UInt8])] = []

    /// What a cell needs of its column, without anything that is counted by references.
    private struct Cell {
        let opening: StaticString
        let content: Content
        let address: StaticString?
    }

    fileprivate enum Content { case text, money, day, rate, count, time, word, policy }

    init(_ list: RecordList, rows: Int, _ ask: Ask) {
        self.list = list
        self.ask = ask
        cells = list.columns.enumerated().map { index, column in
            Cell(
                opening: column.kind.isNumber
                    ? "<td class=\"number\">" : column.kind.content == .day ? "<td class=\"day\">" : "<td>",
                content: column.kind.content, address: index == 0 ? list.address : column.address)
        }
        markup = MarkupBuffer(capacity: rows * list.columns.count * 48)
    }

    /// Writes a row and says where it stands.
    mutating func write(_ row: borrowing Row) -> Range<Int> {
        let start = markup.count
        markup.append("<tr>")
        for index in cells.indices {
            let cell = cells[index]
            markup.append(cell.opening)
            if !row.isNull(index) { write(row, index, cell) }
            markup.append("</td>")
        }
        markup.append("</tr>\n")
        return start..<markup.count
    }

    /// Rows in an order.
    func html(of rows: [Range<Int>]) -> HTML { markup.html(of: rows) }

    private mutating func write(_ row: borrowing Row, _ index: Int, _ cell: Cell) {
        guard let address = cell.address else { return writeContent(row, index, cell.content) }
        markup.append("<a href=\"")
        markup.append(address)
        // A number has no bytes of its own on both engines.
        if case .count = cell.content {
            writeContent(row, index, cell.content)
        } else {
            markup.appendEncoded(row, index)
        }
        markup.append("\">")
        writeContent(row, index, cell.content)
        markup.append("</a>")
    }

    private mutating func writeContent(_ row: borrowing Row, _ index: Int, _ content: Content) {
        switch content {
        case .text: markup.append(row, index)
        case .money: markup.append(Fen(row.int(index)))
        case .day: markup.append(row.day(index))
        case .rate: markup.append(("\(Rate(millionths: row.int(index)))" as HTML).bytes)
        case .count: markup.append(Array(String(row.int(index)).utf8))
        case .time: markup.append(HTML(Times.text(row.int(index))).bytes)
        case .word: writeWord(row, index)
        case .policy:
            let policy = row.text(index)
            let title = ask.site.policies.title(of: policy, on: ask.today).map { ask.language($0) }
            markup.append(HTML(title ?? policy).bytes)
        }
    }

    private mutating func writeWord(_ row: borrowing Row, _ column: Int) {
        let known = row.withBytes(column) { bytes in
            words.firstIndex { $0.column == column && $0.word.elementsEqual(bytes) }
        }
        if let known { markup.append(words[known].markup); return }
        let word = row.text(column)
        var name = word
        if case .word(let named) = list.columns[column].kind, let sentence = named(word) {
            name = ask.language(sentence)
        }
        let shown: HTML = "<span class=\"tag \(word)\">\(name)</span>"
        words.append((column, Array(word.utf8), shown.bytes))
        markup.append(shown.bytes)
    }
}

extension RecordList.Kind {
    fileprivate var content: ListTable.Content {
        switch self {
        case .text: .text
        case .money: .money
        case .day: .day
        case .rate: .rate
        case .count: .count
        case .time: .time
        case .word: .word
        case .policy: .policy
        }
    }
}
