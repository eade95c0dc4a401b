//! The kinds: one table from which names, titles, default modes and sensitivities come.
//!
//! A kind's name is its identity everywhere (sealed values, rules, policy, docs); its file in `detect/kinds/` finds it.

/// How a value is replaced: see `docs/spec/sealed-value.md` section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Deterministic and reversible.
    D,
    /// Randomised and reversible, each value under a key of its own that is forgotten at once.
    R,
    /// One-way.
    O,
}

impl Mode {
    /// The letter that stands in the text of a sealed value.
    #[must_use]
    pub const fn letter(self) -> u8 {
        match self {
            Self::D => b'd',
            Self::R => b'r',
            Self::O => b'o',
        }
    }

    /// Its name in rules and in Python: the letter as text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::D => "d",
            Self::R => "r",
            Self::O => "o",
        }
    }

    /// The mode of a letter, if this version knows it.
    #[must_use]
    pub const fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'd' => Some(Self::D),
            b'r' => Some(Self::R),
            b'o' => Some(Self::O),
            _ => None,
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $name:literal $title:literal $pack:literal $mode:ident $sensitivity:literal),+ $(,)?) => {
        /// A type of personal data or secret.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $(#[doc = $title] $variant,)+
            /// A kind that a rules file names, by its place in that file; [`crate::ruleset::Ruleset`] knows its name.
            User(u16),
        }

        /// The rows of the table, to number them.
        enum Row {
            $($variant),+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name: lower case, at most 24 bytes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ Self::User(_) => "user" }
            }

            /// A few words for people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ Self::User(_) => "Kind of a rules file" }
            }

            /// The pack it belongs to: `personal`, `network`, `money`, `health`, `credentials` or a region.
            #[must_use]
            pub const fn pack(self) -> &'static str {
                match self { $(Self::$variant => $pack,)+ Self::User(_) => "own" }
            }

            /// The mode a value of this kind is sealed in unless a rule says otherwise.
            #[must_use]
            pub const fn mode(self) -> Mode {
                match self { $(Self::$variant => Mode::$mode,)+ Self::User(_) => Mode::D }
            }

            /// 1 low, 2 personal, 3 high, 4 credential (never opens). Kinds of rules files are high: nobody said more.
            #[must_use]
            pub const fn sensitivity(self) -> u8 {
                match self { $(Self::$variant => $sensitivity,)+ Self::User(_) => 3 }
            }

            /// Its place in a table of all kinds: those of this file first, those of a rules file after them.
            #[must_use]
            #[inline]
            pub const fn index(self) -> usize {
                match self { $(Self::$variant => Row::$variant as usize,)+ Self::User(place) => Self::ALL.len() + place as usize }
            }

            /// The kind of a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

// What people join on is `d`. What says who somebody is, where and how they are is `r`: nobody joins on it, and equal values need
// not be seen to be equal. Card data, passwords, keys and tokens are `o`: that two are equal is all that debugging needs.
kinds! {
    Email "email" "E-mail address" "personal" D 1,
    Username "username" "User name" "personal" D 1,
    Ipv4 "ipv4" "IPv4 address" "network" D 1,
    Ipv6 "ipv6" "IPv6 address" "network" D 1,
    Mac "mac" "MAC address" "network" D 1,
    Name "name" "Name of a person" "personal" R 2,
    Phone "phone" "Phone number" "personal" D 2,
    UsSsn "us_ssn" "US Social Security number" "us" R 3,
    Iban "iban" "IBAN" "money" D 3,
    PaymentCard "payment_card" "Payment card number" "money" O 3,
    PostalAddress "postal_address" "Postal address" "personal" R 2,
    BirthDate "birth_date" "Date of birth" "personal" R 2,
    Coordinates "coordinates" "Geographic coordinates" "personal" R 2,
    HomePath "home_path" "User name in a home folder's path" "personal" D 1,
    LicensePlate "license_plate" "Licence plate" "personal" D 2,
    Passport "passport" "Passport number" "personal" R 3,
    NationalId "national_id" "National identity number" "personal" R 3,
    Mrz "mrz" "Machine-readable zone of a travel document" "personal" R 3,
    DeviceId "device_id" "Device or advertising id" "personal" D 1,
    Imei "imei" "IMEI of a mobile device" "personal" D 2,
    CardCvv "card_cvv" "Card verification value" "money" O 4,
    CardExpiry "card_expiry" "Card expiry date" "money" O 3,
    Bic "bic" "BIC of a bank" "money" D 2,
    AbaRouting "aba_routing" "ABA routing number" "money" D 2,
    BankAccount "bank_account" "Bank account number" "money" D 3,
    BitcoinAddress "bitcoin_address" "Bitcoin address" "money" D 2,
    EthereumAddress "ethereum_address" "Ethereum address" "money" D 2,
    UpiId "upi_id" "UPI payment address" "money" D 2,
    MedicalRecordNumber "medical_record_number" "Medical record number" "health" R 3,
    HealthPlanId "health_plan_id" "Health plan member id" "health" R 3,
    UsItin "us_itin" "US Individual Taxpayer Identification Number" "us" R 3,
    UsEin "us_ein" "US Employer Identification Number" "us" D 2,
    UsMbi "us_mbi" "US Medicare Beneficiary Identifier" "us" R 3,
    UsNpi "us_npi" "US National Provider Identifier" "us" D 2,
    UsDea "us_dea" "US DEA registration number" "us" D 2,
    UsDriverLicense "us_driver_license" "Driver's licence number" "us" R 3,
    CaSin "ca_sin" "Canadian Social Insurance Number" "ca" R 3,
    UkNino "uk_nino" "UK National Insurance number" "gb" R 3,
    UkNhs "uk_nhs" "UK NHS number" "gb" R 3,
    UkUtr "uk_utr" "UK Unique Taxpayer Reference" "gb" R 3,
    DeTaxId "de_tax_id" "German tax id" "de" R 3,
    FrNir "fr_nir" "French social security number (NIR)" "fr" R 3,
    ItFiscalCode "it_fiscal_code" "Italian codice fiscale" "it" R 3,
    EsDni "es_dni" "Spanish DNI" "es" R 3,
    EsNie "es_nie" "Spanish NIE" "es" R 3,
    NlBsn "nl_bsn" "Dutch citizen service number (BSN)" "nl" R 3,
    BeNrn "be_nrn" "Belgian national register number" "be" R 3,
    PtNif "pt_nif" "Portuguese tax number (NIF)" "pt" R 3,
    PlPesel "pl_pesel" "Polish PESEL" "pl" R 3,
    SePersonnummer "se_personnummer" "Swedish personal identity number" "se" R 3,
    NoFodselsnummer "no_fodselsnummer" "Norwegian birth number" "no" R 3,
    DkCpr "dk_cpr" "Danish CPR number" "dk" R 3,
    FiHetu "fi_hetu" "Finnish personal identity code" "fi" R 3,
    RoCnp "ro_cnp" "Romanian personal numerical code (CNP)" "ro" R 3,
    BgEgn "bg_egn" "Bulgarian uniform civil number (EGN)" "bg" R 3,
    CzRodneCislo "cz_rodne_cislo" "Czech and Slovak birth number" "cz" R 3,
    HrOib "hr_oib" "Croatian personal identification number (OIB)" "hr" R 3,
    GrAfm "gr_afm" "Greek tax number (AFM)" "gr" R 3,
    IePps "ie_pps" "Irish PPS number" "ie" R 3,
    TrTckn "tr_tckn" "Turkish identity number" "tr" R 3,
    IlId "il_id" "Israeli identity number" "il" R 3,
    ZaId "za_id" "South African identity number" "za" R 3,
    InAadhaar "in_aadhaar" "Indian Aadhaar number" "in" R 3,
    InPan "in_pan" "Indian Permanent Account Number" "in" R 3,
    InGstin "in_gstin" "Indian GST number" "in" D 2,
    AuTfn "au_tfn" "Australian tax file number" "au" R 3,
    AuMedicare "au_medicare" "Australian Medicare number" "au" R 3,
    AuAbn "au_abn" "Australian business number" "au" D 2,
    NzIrd "nz_ird" "New Zealand IRD number" "nz" R 3,
    SgNric "sg_nric" "Singaporean NRIC or FIN" "sg" R 3,
    KrRrn "kr_rrn" "Korean resident registration number" "kr" R 3,
    JpMyNumber "jp_my_number" "Japanese My Number" "jp" R 3,
    CnResidentId "cn_resident_id" "Chinese resident identity number" "cn" R 3,
    TwId "tw_id" "Taiwanese national identity number" "tw" R 3,
    HkId "hk_id" "Hong Kong identity card number" "hk" R 3,
    ThId "th_id" "Thai national identity number" "th" R 3,
    BrCpf "br_cpf" "Brazilian CPF" "br" R 3,
    BrCnpj "br_cnpj" "Brazilian CNPJ" "br" D 2,
    ArCuit "ar_cuit" "Argentine CUIT or CUIL" "ar" R 3,
    ClRut "cl_rut" "Chilean RUT" "cl" R 3,
    MxCurp "mx_curp" "Mexican CURP" "mx" R 3,
    MxRfc "mx_rfc" "Mexican RFC" "mx" R 3,
    EuVat "eu_vat" "European VAT number" "eu" D 2,
    UrlUserinfo "url_userinfo" "User and password in a URL" "credentials" O 4,
    Jwt "jwt" "JSON Web Token" "credentials" O 4,
    BearerToken "bearer_token" "Bearer credential" "credentials" O 4,
    BasicAuth "basic_auth" "Basic credential" "credentials" O 4,
    PrivateKey "private_key" "Private key block" "credentials" O 4,
    Password "password" "Password" "credentials" O 4,
    Secret "secret" "Secret" "credentials" O 4,
    Token "token" "Token or session credential" "credentials" O 4,
    ApiKey "api_key" "API key" "credentials" O 4,
    AwsAccessKey "aws_access_key" "AWS access key id" "credentials" O 4,
    GithubToken "github_token" "GitHub token" "credentials" O 4,
    GitlabToken "gitlab_token" "GitLab token" "credentials" O 4,
    SlackToken "slack_token" "Slack token" "credentials" O 4,
    StripeKey "stripe_key" "Stripe key" "credentials" O 4,
    GoogleApiKey "google_api_key" "Google API key" "credentials" O 4,
    OpenaiKey "openai_key" "OpenAI key" "credentials" O 4,
    AnthropicKey "anthropic_key" "Anthropic key" "credentials" O 4,
    NpmToken "npm_token" "npm token" "credentials" O 4,
    PypiToken "pypi_token" "PyPI token" "credentials" O 4,
    HuggingfaceToken "huggingface_token" "Hugging Face token" "credentials" O 4,
    SendgridKey "sendgrid_key" "SendGrid key" "credentials" O 4,
    DigitaloceanToken "digitalocean_token" "DigitalOcean token" "credentials" O 4,
    AdyenKey "adyen_key" "Adyen API key" "credentials" O 4,
    AgeKey "age_key" "age secret key" "credentials" O 4,
    AirtableToken "airtable_token" "Airtable token" "credentials" O 4,
    AlibabaKey "alibaba_key" "Alibaba Cloud access key id" "credentials" O 4,
    ApifyToken "apify_token" "Apify token" "credentials" O 4,
    AsanaToken "asana_token" "Asana token" "credentials" O 4,
    AtlassianToken "atlassian_token" "Atlassian token" "credentials" O 4,
    AwsSessionToken "aws_session_token" "AWS session token" "credentials" O 4,
    AwsBedrockKey "aws_bedrock_key" "Amazon Bedrock API key" "credentials" O 4,
    AxiomToken "axiom_token" "Axiom token" "credentials" O 4,
    AzureKey "azure_key" "Azure key" "credentials" O 4,
    BraintreeToken "braintree_token" "Braintree access token" "credentials" O 4,
    BrevoKey "brevo_key" "Brevo key" "credentials" O 4,
    BuildkiteToken "buildkite_token" "Buildkite token" "credentials" O 4,
    CargoToken "cargo_token" "Cargo registry token" "credentials" O 4,
    CerebrasKey "cerebras_key" "Cerebras API key" "credentials" O 4,
    CircleciToken "circleci_token" "CircleCI token" "credentials" O 4,
    ClojarsToken "clojars_token" "Clojars deploy token" "credentials" O 4,
    CloudflareKey "cloudflare_key" "Cloudflare key" "credentials" O 4,
    ContentfulToken "contentful_token" "Contentful token" "credentials" O 4,
    DatabricksToken "databricks_token" "Databricks token" "credentials" O 4,
    DatadogKey "datadog_key" "Datadog key" "credentials" O 4,
    DenoToken "deno_token" "Deno Deploy token" "credentials" O 4,
    DiscordToken "discord_token" "Discord token" "credentials" O 4,
    DockerToken "docker_token" "Docker Hub token" "credentials" O 4,
    DopplerToken "doppler_token" "Doppler token" "credentials" O 4,
    DropboxToken "dropbox_token" "Dropbox token" "credentials" O 4,
    DuffelToken "duffel_token" "Duffel token" "credentials" O 4,
    DynatraceToken "dynatrace_token" "Dynatrace token" "credentials" O 4,
    EasypostKey "easypost_key" "EasyPost API key" "credentials" O 4,
    ElasticKey "elastic_key" "Elastic Cloud API key" "credentials" O 4,
    ElevenlabsKey "elevenlabs_key" "ElevenLabs API key" "credentials" O 4,
    FacebookToken "facebook_token" "Facebook access token" "credentials" O 4,
    FigmaToken "figma_token" "Figma token" "credentials" O 4,
    FlutterwaveKey "flutterwave_key" "Flutterwave key" "credentials" O 4,
    FlyioToken "flyio_token" "Fly.io token" "credentials" O 4,
    GoogleOauth "google_oauth" "Google OAuth credential" "credentials" O 4,
    GrafanaToken "grafana_token" "Grafana token" "credentials" O 4,
    GroqKey "groq_key" "Groq API key" "credentials" O 4,
    HarnessToken "harness_token" "Harness token" "credentials" O 4,
    HerokuKey "heroku_key" "Heroku API key" "credentials" O 4,
    HoneycombKey "honeycomb_key" "Honeycomb key" "credentials" O 4,
    HubspotToken "hubspot_token" "HubSpot token" "credentials" O 4,
    JfrogToken "jfrog_token" "JFrog token" "credentials" O 4,
    LangfuseKey "langfuse_key" "Langfuse secret key" "credentials" O 4,
    LangsmithKey "langsmith_key" "LangSmith API key" "credentials" O 4,
    LaunchdarklyKey "launchdarkly_key" "LaunchDarkly key" "credentials" O 4,
    LinearKey "linear_key" "Linear key" "credentials" O 4,
    LinkedinKey "linkedin_key" "LinkedIn client secret" "credentials" O 4,
    LogfireToken "logfire_token" "Logfire token" "credentials" O 4,
    MailchimpKey "mailchimp_key" "Mailchimp API key" "credentials" O 4,
    MailgunKey "mailgun_key" "Mailgun API key" "credentials" O 4,
    MapboxToken "mapbox_token" "Mapbox token" "credentials" O 4,
    MaxmindKey "maxmind_key" "MaxMind licence key" "credentials" O 4,
    MercadopagoToken "mercadopago_token" "Mercado Pago access token" "credentials" O 4,
    MongodbKey "mongodb_key" "MongoDB Atlas secret" "credentials" O 4,
    NeonKey "neon_key" "Neon API key" "credentials" O 4,
    NetlifyToken "netlify_token" "Netlify token" "credentials" O 4,
    NewrelicKey "newrelic_key" "New Relic key" "credentials" O 4,
    NotionToken "notion_token" "Notion token" "credentials" O 4,
    NugetKey "nuget_key" "NuGet API key" "credentials" O 4,
    NvidiaKey "nvidia_key" "NVIDIA API key" "credentials" O 4,
    OnepasswordKey "onepassword_key" "1Password key" "credentials" O 4,
    OpenrouterKey "openrouter_key" "OpenRouter API key" "credentials" O 4,
    PaddleKey "paddle_key" "Paddle API key" "credentials" O 4,
    PerplexityKey "perplexity_key" "Perplexity API key" "credentials" O 4,
    PineconeKey "pinecone_key" "Pinecone API key" "credentials" O 4,
    PlaidToken "plaid_token" "Plaid access token" "credentials" O 4,
    PlanetscaleToken "planetscale_token" "PlanetScale token" "credentials" O 4,
    PolarToken "polar_token" "Polar token" "credentials" O 4,
    PosthogKey "posthog_key" "PostHog key" "credentials" O 4,
    PostmanKey "postman_key" "Postman API key" "credentials" O 4,
    PrefectKey "prefect_key" "Prefect key" "credentials" O 4,
    PulumiToken "pulumi_token" "Pulumi token" "credentials" O 4,
    RazorpayKey "razorpay_key" "Razorpay key" "credentials" O 4,
    ReadmeKey "readme_key" "ReadMe API key" "credentials" O 4,
    RenderKey "render_key" "Render API key" "credentials" O 4,
    ReplicateToken "replicate_token" "Replicate token" "credentials" O 4,
    ResendKey "resend_key" "Resend API key" "credentials" O 4,
    RubygemsKey "rubygems_key" "RubyGems API key" "credentials" O 4,
    SalesforceToken "salesforce_token" "Salesforce session id" "credentials" O 4,
    SentryToken "sentry_token" "Sentry token" "credentials" O 4,
    ShippoToken "shippo_token" "Shippo token" "credentials" O 4,
    ShopifyToken "shopify_token" "Shopify token" "credentials" O 4,
    SnykToken "snyk_token" "Snyk token" "credentials" O 4,
    SonarqubeToken "sonarqube_token" "SonarQube token" "credentials" O 4,
    SourcegraphToken "sourcegraph_token" "Sourcegraph token" "credentials" O 4,
    SquareToken "square_token" "Square token" "credentials" O 4,
    SupabaseKey "supabase_key" "Supabase key" "credentials" O 4,
    TailscaleKey "tailscale_key" "Tailscale key" "credentials" O 4,
    TavilyKey "tavily_key" "Tavily API key" "credentials" O 4,
    TelegramToken "telegram_token" "Telegram bot token" "credentials" O 4,
    TencentKey "tencent_key" "Tencent Cloud secret id" "credentials" O 4,
    TerraformToken "terraform_token" "HCP Terraform token" "credentials" O 4,
    TwilioKey "twilio_key" "Twilio API key" "credentials" O 4,
    TwitterToken "twitter_token" "X bearer token" "credentials" O 4,
    TypeformToken "typeform_token" "Typeform token" "credentials" O 4,
    UnkeyKey "unkey_key" "Unkey root key" "credentials" O 4,
    VaultToken "vault_token" "Vault token" "credentials" O 4,
    VercelToken "vercel_token" "Vercel token" "credentials" O 4,
    WandbKey "wandb_key" "Weights & Biases API key" "credentials" O 4,
    XaiKey "xai_key" "xAI API key" "credentials" O 4,
    YandexKey "yandex_key" "Yandex token" "credentials" O 4,
    ZuploKey "zuplo_key" "Zuplo key" "credentials" O 4,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names obey the grammar of a sealed value and lead back to their kind.
    #[test]
    fn names_fit_the_sealed_value_grammar() {
        for &kind in Kind::ALL {
            let name = kind.name();
            assert!(name.len() <= 24 && name.as_bytes()[0].is_ascii_lowercase());
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(name.split('_').all(|part| !part.is_empty()));
            assert_eq!(Kind::from_name(name), Some(kind));
        }
    }

    /// Every kind has a place of its own in a table, the kinds of rules files behind the others.
    #[test]
    fn places() {
        let places: Vec<usize> = Kind::ALL.iter().copied().chain((0..3).map(Kind::User)).map(Kind::index).collect();
        assert_eq!(places, (0..Kind::ALL.len() + 3).collect::<Vec<_>>());
    }

    /// What the policy calls a credential is one-way unless a rule says otherwise.
    #[test]
    fn credentials_are_one_way_by_default() {
        for kind in Kind::ALL.iter().filter(|kind| kind.sensitivity() == 4) {
            assert_eq!(kind.mode(), Mode::O);
        }
    }
}
