import Core
import Storage

/// Replays the acts of the plan in the book, each through the domain and the stores as if it happened now.
struct DemonstrationReplay: Sendable {
    let plan: DemonstrationPlan

    /// The act at a place of the plan, with its time and who does it.
    func past(_ place: Int, at: Int64) -> PastAct {
        let act = plan.acts[place]
        guard case .life(let index, let deed) = act.deed else {
            return PastAct(at: at, actor: .demonstration, action: action(act.deed), reason: "") {
                try perform(act, $0)
            }
        }
        let life = plan.histories[index].acts[deed]
        return PastAct(at: at, actor: actor(life.deed, in: index), action: "guarantee", reason: life.reason) {
            try perform(life, in: index, $0)
        }
    }

    private func action(_ deed: DemonstrationAct.Deed) -> String {
        switch deed {
        case .institution: "institution.register"
        case .worth: "institution.net_assets"
        case .agreement: "agreement.conclude"
        case .firm: "enterprise.register"
        case .telling: "enterprise.tell"
        case .capital, .appropriation, .life, .monthlyEntries: ""
        }
    }

    private func perform(_ act: DemonstrationAct, _ writing: Writing) throws {
        switch act.deed {
        case .institution(let index):
            let institution = plan.institutions.all[index].institution
            try InstitutionStore.register(
                code: institution.code, name: institution.name, kind: institution.kind,
                level: institution.level,
                division: institution.division, writing)
        case .worth(let index, let amount):
            try InstitutionStore.setNetAssets(amount, of: try id(index, writing), from: act.day, writing)
        case .capital(let index, let amount):
            try LedgerStore.contributeCapital(
                amount, to: try id(index, writing), on: act.day, reference: reference("ZB", index, act.day),
                writing)
        case .appropriation(let index, let amount):
            try LedgerStore.appropriate(
                amount, to: try id(index, writing), on: act.day, reference: reference("BK", index, act.day),
                writing)
        case .agreement(let index):
            var terms = plan.agreements.all[index].terms
            for (party, institution) in terms.parties {
                terms.parties[party] = try stored(institution.code, writing)
            }
            try AgreementStore.conclude(terms, writing)
        case .firm(let index):
            try EnterpriseStore.register(plan.firms[index].creditCode, name: plan.firms[index].name, writing)
        case .telling(let telling): try telling.tell(plan, writing)
        case .monthlyEntries(let index, let month, let entries):
            let guarantor = try stored(plan.institutions.all[index].institution.code, writing)
            try MonthlyEntryStore.enter(entries, of: guarantor, for: month, today: act.day, writing)
        case .life: preconditionFailure("performed as part of its history")
        }
    }

    private func reference(_ prefix: String, _ index: Int, _ day: Day) -> String {
        "\(prefix)-\(plan.institutions.all[index].tag)-\(day)"
    }

    private func id(_ index: Int, _ writing: Writing) throws -> ID<Institution> {
        try stored(plan.institutions.all[index].institution.code, writing).id
    }

    private func stored(_ code: String, _ writing: Writing) throws -> Institution {
        guard let institution = try InstitutionStore.find(code: code, writing.connection) else {
            throw NotFound.institution(code)
        }
        return institution
    }
}

// The lives of guarantees.
extension DemonstrationReplay {
    /// Whose step it is: the bank claims, the re-guarantor and the treasury pay, the guarantor does the rest.
    private func actor(_ deed: DemonstrationHistory.Deed, in index: Int) -> Actor {
        let parties = plan.histories[index].agreement.terms.parties
        let party: Party =
            switch deed {
            case .event(.claimed, _), .event(.disbursed, _): .bank
            case .event(.paid(let party, _), _): party
            case .treasuryPays: .treasury
            case .approveIfWaiting: .reguarantor
            default: .guarantor
            }
        return Actor((parties[party] ?? parties[.guarantor])?.name ?? "")
    }

    private func perform(_ act: DemonstrationHistory.Act, in index: Int, _ writing: Writing) throws {
        let number = plan.numbers[index]
        switch act.deed {
        case .apply: try GuaranteeStore.apply(try registration(index, writing), writing)
        case .step(let step): try GuaranteeStore.take(step, guarantee: number, on: act.day, writing)
        case .approveIfWaiting:
            guard try GuaranteeStore.load(number: number, writing).guarantee.state == .awaitingApproval else {
                return
            }
            try GuaranteeStore.take(.approveFiling, guarantee: number, on: act.day, writing)
        case .event(let event, let count):
            try GuaranteeStore.record(
                event, guarantee: number, on: act.day, reference: "\(number)/\(count)", writing)
        case .treasuryPays(let amount, let count):
            try payFromFund(amount, number, on: act.day, "\(number)/\(count)", writing)
        case .reverse(let wrong, let count):
            guard let entry = try LedgerStore.find(reference: "\(number)/\(wrong)", writing.connection) else {
                throw NotFound.entry("\(number)/\(wrong)")
            }
            try GuaranteeStore.reverse(
                entry: entry, guarantee: number, on: act.day, reference: "\(number)/\(count)", writing)
        }
    }

    private func registration(_ index: Int, _ writing: Writing) throws -> GuaranteeRegistration {
        let history = plan.histories[index]
        let firm = plan.firms[history.firm]
        guard let agreement = try writing.scope.agreement(number: history.agreement.terms.number) else {
            throw NotFound.agreement(history.agreement.terms.number)
        }
        var registration = GuaranteeRegistration(
            number: plan.numbers[index], agreement: agreement, borrower: firm.borrower,
            division: firm.division.description, terms: history.terms)
        registration.renews = try history.renews.map {
            try GuaranteeStore.load(number: plan.numbers[$0], writing).guarantee.id
        }
        registration.features.policyKind = firm.policyKind
        registration.features.isFirstLoan = history.renews == nil && history.firm.isMultiple(of: 6)
        registration.features.isGreenCredit = firm.industry == "N77"
        return registration
    }

    /// A fund that is short leaves the claim open; the treasury tries again on a later day.
    private func payFromFund(
        _ amount: Fen, _ number: String, on day: Day, _ reference: String, _ writing: Writing
    ) throws {
        guard try LedgerStore.find(reference: reference, writing.connection) == nil else { return }
        do {
            try GuaranteeStore.record(
                .paid(by: .treasury, amount), guarantee: number, on: day, reference: reference, writing)
        } catch GuaranteeRefusal.fundShort {
            return
        }
    }
}

extension DemonstrationFirm {
    fileprivate var policyKind: GuaranteeFeatures.PolicyKind {
        switch industry.prefix(1) {
        case "A": .farmer
        case "I", "M": .innovation
        default: size.isSmallOrMicro ? .smallFirm : .other
        }
    }
}
