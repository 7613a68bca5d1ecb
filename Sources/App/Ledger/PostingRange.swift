import Core
import Storage

/// The postings of a range of entries, side by side in memory.
struct PostingRange {
    let numbers: ClosedRange<Int64>
    private(set) var accounts: [Int64] = []
    private(set) var amounts: [Int64] = []
    /// Where the postings of each entry begin, and at last where they end.
    private var starts: [Int32] = []

    init(_ numbers: ClosedRange<Int64>, _ connection: Connection) throws {
        self.numbers = numbers
        var accounts: [Int64] = []
        var amounts: [Int64] = []
        var starts: [Int32] = []
        starts.reserveCapacity(numbers.count + 1)
        accounts.reserveCapacity(numbers.count * 4)
        amounts.reserveCapacity(numbers.count * 4)
        let sql = SQL(
            """
            SELECT entry_id, account, amount FROM posting WHERE entry_id BETWEEN ? AND ? ORDER BY entry_id,
                account
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.forEach(sql) { row in
            let place = Int(row.int(0) - numbers.lowerBound)
            while starts.count <= place { starts.append(Int32(accounts.count)) }
            accounts.append(row.int(1))
            amounts.append(row.int(2))
        }
        while starts.count <= numbers.count { starts.append(Int32(accounts.count)) }
        (self.accounts, self.amounts, self.starts) = (accounts, amounts, starts)
    }

    /// The places of an entry's postings, by rising account number.
    @inline(__always)
    func places(of entry: Int64) -> Range<Int> {
        let place = Int(entry - numbers.lowerBound)
        return Int(starts[place])..<Int(starts[place + 1])
    }
}
