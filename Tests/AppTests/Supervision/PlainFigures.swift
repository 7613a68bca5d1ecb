import Core

/// The figures computed from the plain list of a test's events, guarantee by guarantee, without the database.
struct PlainFigures {
    var outstanding: Int64 = 0
    var small: Int64 = 0
    var inForce: Int64 = 0
    var smallInForce: Int64 = 0
    var released: Int64 = 0
    var compensated: Int64 = 0
    var recovered: Int64 = 0
    var writtenOff: Int64 = 0
    var contracted: Int128 = 0
    var contractedTimesRate: Int128 = 0
    var borne: [Int64] = [0, 0, 0, 0]
    var liability: Int64 = 0

    private struct One {
        var disbursed: Int64 = 0
        var outstanding: Int64 = 0
        var compensated: Int64 = 0
        var loss: Int64 = 0
        var recovered: Int64 = 0
        var costs: Int64 = 0
        var writtenOff: Int64 = 0
    }

    init(_ province: Province, asOf day: Day, _ isIncluded: (Province.Made) -> Bool = { _ in true }) throws {
        let ones = province.made.indices.map { Self.one(province, $0, asOf: day) }
        var weighted: [[Int64]: Int128] = [:]
        for (number, made) in province.made.enumerated() where isIncluded(made) {
            let one = ones[number]
            let isSmall = made.size == .small || made.size == .micro
            if one.disbursed > 0 {
                contracted += Int128(made.principal)
                contractedTimesRate += Int128(made.principal) * Int128(made.feeRate)
            }
            outstanding += one.outstanding
            released += one.disbursed - one.outstanding
            compensated += one.compensated
            recovered += one.recovered
            writtenOff += one.writtenOff
            let net = one.loss - min(max(one.recovered - one.costs, 0), one.loss)
            for (party, part) in try Shares(made.weights).parts(of: Fen(net)).enumerated() {
                borne[party] += part.fen
            }
            guard one.outstanding > 0 else { continue }
            inForce += 1
            if isSmall { small += one.outstanding }
            if isSmall { smallInForce += 1 }
            let ofCustomer = province.made.indices.filter {
                province.made[$0].enterprise == made.enterprise
                    && province.made[$0].guarantor == made.guarantor
            }.reduce(0) { $0 + ones[$1].outstanding }
            let weight: Int128 = isSmall && ofCustomer <= 500_000_000 ? 75 : 100
            weighted[[Int64(made.guarantor)] + made.weights, default: 0] += Int128(one.outstanding) * weight
        }
        for (key, amount) in weighted {
            let sum = Int128(key.dropFirst().reduce(0, +)) * 100
            liability += Int64(roundedHalfEven(amount * Int128(key[1]), by: sum))
        }
    }

    private static func one(_ province: Province, _ number: Int, asOf day: Day) -> One {
        var one = One()
        for event in province.events where event.guarantee == number && event.day <= day {
            if let reversed = event.reversedOn, reversed <= day { continue }
            switch event.kind {
            case .disbursed:
                one.disbursed += event.amount
                one.outstanding += event.amount
            case .repaid, .released: one.outstanding -= event.amount
            case .compensated:
                one.compensated += event.amount
                one.loss += event.loss
                one.outstanding -= event.loss - event.loss / 10
            case .recovered: one.recovered += event.amount
            case .recoveryCost: one.costs += event.amount
            case .writtenOff: one.writtenOff += event.amount
            default: break
            }
        }
        return one
    }
}
