import Core
import Storage

/// The row of a guarantee's position: reading it after the terms, and writing it back.
enum PositionRow {
    /// The guarantee in the columns of `GuaranteeStore.load`, once its agreement is known.
    static func guarantee(_ row: borrowing Row) -> (Agreement) -> Guarantee {
        let id = ID<Guarantee>(row.int(0))
        let terms = terms(row)
        guard let state = Guarantee.State(rawValue: row.text(7)) else {
            preconditionFailure("a state that no version of the program has written")
        }
        let position = position(row, from: 9)
        return { Guarantee.restored(id: id, agreement: $0, terms: terms, state: state, position: position) }
    }

    /// The terms in the same columns.
    static func terms(_ row: borrowing Storage.Row) -> Guarantee.Terms {
        Guarantee.Terms(
            principal: Fen(row.int(2)), feeRate: Rate(millionths: row.int(3)), contractOn: day(row.int(4)),
            startsOn: day(row.int(5)), endsOn: day(row.int(6)))
    }

    /// The columns from `last_on` on, in the order of the table.
    static func position(_ row: borrowing Row, from column: Int) -> Position {
        var position = Position()
        position.lastOn = row.optionalInt(column).map(day)
        position.disbursed = Fen(row.int(column + 1))
        position.repaid = Fen(row.int(column + 2))
        position.principalClaimed = Fen(row.int(column + 3))
        position.interestClaimed = Fen(row.int(column + 4))
        position.loss = Fen(row.int(column + 5))
        position.principalCompensated = Fen(row.int(column + 6))
        position.feePaid = Fen(row.int(column + 7))
        position.feeRefunded = Fen(row.int(column + 8))
        position.recovered = Fen(row.int(column + 9))
        position.recoveryCosts = Fen(row.int(column + 10))
        position.writtenOff = Fen(row.int(column + 11))
        position.paid = byParty(row, column + 12)
        position.credited = byParty(row, column + 15)
        position.passedOn = byParty(row, column + 18)
        position.extendedUntil = row.optionalInt(column + 21).map(day)
        return position
    }

    static func insert(_ guarantee: Guarantee, _ writing: Writing) throws {
        writing.scope.changed.change(guarantee)
        try writing.connection.run(
            SQL(
                """
                INSERT INTO guarantee_position VALUES
                (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [.int(guarantee.id.number), .text(guarantee.state.rawValue)] + amounts(guarantee.position)
                    + [Value(guarantee.position.extendedUntil)]))
    }

    /// Writes the position back. State and extended term are indexed: naming one that has not changed would
    /// have its index written all the same.
    ///
    /// - Parameter before: what is stored; nil where that is not known.
    static func update(_ guarantee: Guarantee, from before: Guarantee?, _ writing: Writing) throws {
        writing.scope.changed.change(guarantee)
        let connection = writing.connection
        let (position, id) = (guarantee.position, Value.int(guarantee.id.number))
        var values = amounts(position)
        if before?.state == guarantee.state {
            values.append(id)
            try connection.run(SQL(update, values))
        } else {
            values += [.text(guarantee.state.rawValue), id]
            try connection.run(SQL(updateWithState, values))
        }
        if before == nil || before?.position.extendedUntil != position.extendedUntil {
            let until = Value(position.extendedUntil)
            try connection.run(
                SQL("UPDATE guarantee_position SET extended_until = ? WHERE guarantee_id = ?", [until, id]))
        }
    }

    private static let update: StaticString = """
        UPDATE guarantee_position SET last_on = ?, disbursed = ?, repaid = ?, principal_claimed = ?,
            interest_claimed = ?, loss = ?, principal_compensated = ?, fee_paid = ?, fee_refunded = ?,
            recovered = ?, recovery_costs = ?, written_off = ?, paid_reguarantor = ?, paid_bank = ?,
            paid_treasury = ?, credited_reguarantor = ?, credited_bank = ?, credited_treasury = ?,
            passed_reguarantor = ?, passed_bank = ?, passed_treasury = ?, version = version + 1
        WHERE guarantee_id = ?
        """

    private static let updateWithState: StaticString = """
        UPDATE guarantee_position SET last_on = ?, disbursed = ?, repaid = ?, principal_claimed = ?,
            interest_claimed = ?, loss = ?, principal_compensated = ?, fee_paid = ?, fee_refunded = ?,
            recovered = ?, recovery_costs = ?, written_off = ?, paid_reguarantor = ?, paid_bank = ?,
            paid_treasury = ?, credited_reguarantor = ?, credited_bank = ?, credited_treasury = ?,
            passed_reguarantor = ?, passed_bank = ?, passed_treasury = ?, version = version + 1, state = ?
        WHERE guarantee_id = ?
        """

    /// All but the extended term, in the order of the table.
    private static func amounts(_ position: Position) -> [Value] {
        [
            Value(position.lastOn), .int(position.disbursed.fen), .int(position.repaid.fen),
            .int(position.principalClaimed.fen), .int(position.interestClaimed.fen), .int(position.loss.fen),
            .int(position.principalCompensated.fen), .int(position.feePaid.fen),
            .int(position.feeRefunded.fen),
            .int(position.recovered.fen), .int(position.recoveryCosts.fen), .int(position.writtenOff.fen),
            .int(position.paid.reguarantor.fen), .int(position.paid.bank.fen),
            .int(position.paid.treasury.fen),
            .int(position.credited.reguarantor.fen), .int(position.credited.bank.fen),
            .int(position.credited.treasury.fen), .int(position.passedOn.reguarantor.fen),
            .int(position.passedOn.bank.fen), .int(position.passedOn.treasury.fen),
        ]
    }

    private static func byParty(_ row: borrowing Row, _ column: Int) -> Position.ByParty {
        Position.ByParty(
            reguarantor: Fen(row.int(column)), bank: Fen(row.int(column + 1)),
            treasury: Fen(row.int(column + 2)))
    }

    /// Verification reads rows that anyone may have changed: no number may stop the program.
    private static func day(_ number: Int64) -> Day { Day(number: Int32(truncatingIfNeeded: number)) }
}

/// What a transition changed, for the audit log: state and the amounts that differ.
enum PositionChange {
    static func texts(from before: Guarantee, to after: Guarantee) -> (before: String, after: String) {
        var old = JSONText()
        var new = JSONText()
        if before.state != after.state {
            old.add("state", before.state.rawValue)
            new.add("state", after.state.rawValue)
        }
        func compare(_ name: StaticString, _ left: Fen, _ right: Fen) {
            guard left != right else { return }
            old.add(name, left)
            new.add(name, right)
        }
        let (left, right) = (before.position, after.position)
        compare("disbursed", left.disbursed, right.disbursed)
        compare("repaid", left.repaid, right.repaid)
        compare("outstanding", left.outstanding, right.outstanding)
        compare("claimed", left.claimed, right.claimed)
        compare("loss", left.loss, right.loss)
        compare("fee_paid", left.feePaid, right.feePaid)
        compare("fee_refunded", left.feeRefunded, right.feeRefunded)
        compare("recovered", left.recovered, right.recovered)
        compare("recovery_costs", left.recoveryCosts, right.recoveryCosts)
        compare("written_off", left.writtenOff, right.writtenOff)
        compare("paid_reguarantor", left.paid.reguarantor, right.paid.reguarantor)
        compare("paid_treasury", left.paid.treasury, right.paid.treasury)
        compare("passed_on_reguarantor", left.passedOn.reguarantor, right.passedOn.reguarantor)
        compare("passed_on_bank", left.passedOn.bank, right.passedOn.bank)
        compare("passed_on_treasury", left.passedOn.treasury, right.passedOn.treasury)
        if before.endsOn != after.endsOn {
            old.add("ends_on", before.endsOn)
            new.add("ends_on", after.endsOn)
        }
        return (old.text, new.text)
    }
}
