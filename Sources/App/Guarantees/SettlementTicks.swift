import Core
import Storage

/// The ticks of both sides on the statement of a period.
struct SettlementTicks: Sendable {
    struct Tick: Sendable {
        let person: String
        let at: Int64
        let hash: [UInt8]
    }

    private(set) var guarantor: Tick?
    private(set) var other: Tick?

    init(
        _ pair: SettlementStore.Pair, from: Day, until: Day, _ connection: Connection
    ) throws {
        let sql = SQL(
            """
            SELECT s.side_id, q.display_name, q.name, s.at, s.lines_hash
            FROM settlement_tick s JOIN person q ON q.id = s.person_id
            WHERE s.guarantor_id = ? AND s.other_id = ? AND s.from_day = ? AND s.until_day = ?
            """,
            [.int(pair.guarantor.id.number), .int(pair.other.id.number), Value(from), Value(until)])
        for (side, tick) in try connection.all(sql, SettlementTicks.row) {
            if side == pair.guarantor.id.number { guarantor = tick } else { other = tick }
        }
    }

    /// A period that either side has ticked off.
    struct Known: Sendable {
        let from: Day
        let until: Day
        let standing: SettlementStanding
    }

    private static let knownShown: Int64 = 12

    /// The periods that were ticked off, the latest first.
    static func known(
        _ pair: SettlementStore.Pair, _ history: [SettlementLine], _ connection: Connection
    ) throws -> [Known] {
        let sql = SQL(
            """
            SELECT DISTINCT from_day, until_day FROM settlement_tick WHERE guarantor_id = ? AND other_id = ?
            ORDER BY until_day DESC, from_day DESC LIMIT ?
            """, [.int(pair.guarantor.id.number), .int(pair.other.id.number), .int(knownShown)])
        return try connection.all(sql) { ($0.day(0), $0.day(1)) }.map { from, until in
            let statement = SettlementStatement(from: from, until: until, history: history)
            let ticks = try SettlementTicks(pair, from: from, until: until, connection)
            return Known(
                from: from, until: until, standing: ticks.standing(SettlementStore.hash(statement)))
        }
    }

    private static func row(_ row: borrowing Row) -> (Int64, Tick) {
        let name = row.text(1)
        return (
            row.int(0), Tick(person: name.isEmpty ? row.text(2) : name, at: row.int(3), hash: row.bytes(4))
        )
    }

    func standing(_ hash: [UInt8]) -> SettlementStanding {
        SettlementStanding(guarantor: guarantor?.hash, other: other?.hash, now: hash)
    }

    /// Ticks a statement off for the visitor's side, as it was seen; anything that has changed meanwhile
    /// refuses, and what is ticked off already stays so.
    ///
    /// - Parameter isSeen: whether these are the figures that were seen.
    static func tick(
        _ pair: SettlementStore.Pair, from: Day, until: Day, by visitor: Visitor, _ writing: Writing,
        isSeen: (_ hash: [UInt8]) throws -> Bool
    ) throws {
        let statement = try SettlementStore.statement(pair, from: from, until: until, writing.connection)
        let hash = SettlementStore.hash(statement)
        guard try isSeen(hash) else { throw RequestRefusal.changedMeanwhile }
        let isGuarantor = visitor.organisation.institution == pair.guarantor.id
        let side = isGuarantor ? pair.guarantor : pair.other
        let ticks = try SettlementTicks(pair, from: from, until: until, writing.connection)
        guard (isGuarantor ? ticks.guarantor : ticks.other)?.hash != hash else { return }
        try writing.connection.run(
            SQL(
                """
                INSERT INTO settlement_tick VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (guarantor_id, other_id, from_day, until_day, side_id) DO UPDATE
                SET person_id = excluded.person_id, at = excluded.at, lines_hash = excluded.lines_hash
                """,
                [
                    .int(pair.guarantor.id.number), .int(pair.other.id.number), Value(from), Value(until),
                    .int(side.id.number), .int(visitor.person), .int(writing.at), .blob(hash),
                ]))
        var after = JSONText()
        after.add("from", from)
        after.add("until", until)
        after.add("side", side.code)
        after.add("owed_by_other", statement.owedByOther.closing)
        after.add("owed_by_guarantor", statement.owedByGuarantor.closing)
        after.add("lines_hash", Hexadecimal.text(hash))
        let key = [
            pair.guarantor.id.number, pair.other.id.number, Int64(from.number), Int64(until.number),
            side.id.number,
        ]
        try writing.record(
            "settlement/\(pair.guarantor.id)-\(pair.other.id)", action: "settlement.tick", after: after.text,
            sealing: RowSeal(.settlementTick, key))
    }
}
