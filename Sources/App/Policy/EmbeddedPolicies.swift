/// The policies that came with the program, so that it decides without a folder beside it.
enum EmbeddedPolicies {
    typealias File = PolicyLibrary.File

    /// The files of `Policies`; a test sees that none is left out.
    static let files = [
        File(name: "awards.cases.yaml", bytes: PackageResources.awards_cases_yaml),
        File(name: "awards.yaml", bytes: PackageResources.awards_yaml),
        File(name: "cultivation-entry.cases.yaml", bytes: PackageResources.cultivation_entry_cases_yaml),
        File(name: "cultivation-entry.yaml", bytes: PackageResources.cultivation_entry_yaml),
        File(name: "extra-deduction.cases.yaml", bytes: PackageResources.extra_deduction_cases_yaml),
        File(name: "extra-deduction.yaml", bytes: PackageResources.extra_deduction_yaml),
        File(name: "facts.yaml", bytes: PackageResources.facts_yaml),
        File(name: "hnte.cases.yaml", bytes: PackageResources.hnte_cases_yaml),
        File(name: "hnte.yaml", bytes: PackageResources.hnte_yaml),
        File(name: "rd-measures.cases.yaml", bytes: PackageResources.rd_measures_cases_yaml),
        File(name: "rd-measures.yaml", bytes: PackageResources.rd_measures_yaml),
        File(name: "sme-size.cases.yaml", bytes: PackageResources.sme_size_cases_yaml),
        File(name: "sme-size.yaml", bytes: PackageResources.sme_size_yaml),
        File(name: "technology-sme.cases.yaml", bytes: PackageResources.technology_sme_cases_yaml),
        File(name: "technology-sme.yaml", bytes: PackageResources.technology_sme_yaml),
    ]
}
