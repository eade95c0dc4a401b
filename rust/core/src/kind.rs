//! The kinds: one table from which names, titles, default modes and sensitivities come.
//!
//! A kind's name is its identity everywhere (sealed values, rules, policy, docs); its file in `detect/kinds/` finds it.

/// How a value is replaced: see `docs/spec/sealed-value.md` section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Deterministic and reversible.
    D,
    /// One-way.
    O,
}

impl Mode {
    /// The letter that stands in the text of a sealed value.
    #[must_use]
    pub const fn letter(self) -> u8 {
        match self {
            Self::D => b'd',
            Self::O => b'o',
        }
    }

    /// The mode of a letter, if this version knows it.
    #[must_use]
    pub const fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'd' => Some(Self::D),
            b'o' => Some(Self::O),
            _ => None,
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $name:literal $title:literal $mode:ident $sensitivity:literal),+ $(,)?) => {
        /// A type of personal data or secret.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $(#[doc = $title] $variant),+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name: lower case, at most 24 bytes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// A few words for people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The mode a value of this kind is sealed in unless a rule says otherwise.
            #[must_use]
            pub const fn mode(self) -> Mode {
                match self { $(Self::$variant => Mode::$mode),+ }
            }

            /// 1 low, 2 personal, 3 high, 4 credential (never opens).
            #[must_use]
            pub const fn sensitivity(self) -> u8 {
                match self { $(Self::$variant => $sensitivity),+ }
            }

            /// The kind of a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

// Passwords, keys and card numbers are one-way by default: debugging needs to know that two are equal, never what they are.
kinds! {
    Email "email" "E-mail address" D 1,
    Username "username" "User name" D 1,
    Ipv4 "ipv4" "IPv4 address" D 1,
    Ipv6 "ipv6" "IPv6 address" D 1,
    Mac "mac" "MAC address" D 1,
    Name "name" "Name of a person" D 2,
    Phone "phone" "Phone number" D 2,
    UsSsn "us_ssn" "US Social Security number" D 3,
    Iban "iban" "IBAN" D 3,
    PaymentCard "payment_card" "Payment card number" O 3,
    UrlUserinfo "url_userinfo" "User and password in a URL" O 4,
    Jwt "jwt" "JSON Web Token" O 4,
    BearerToken "bearer_token" "Bearer credential" O 4,
    BasicAuth "basic_auth" "Basic credential" O 4,
    PrivateKey "private_key" "Private key block" O 4,
    Password "password" "Password" O 4,
    Secret "secret" "Secret" O 4,
    Token "token" "Token or session credential" O 4,
    ApiKey "api_key" "API key" O 4,
    AwsAccessKey "aws_access_key" "AWS access key id" O 4,
    GithubToken "github_token" "GitHub token" O 4,
    GitlabToken "gitlab_token" "GitLab token" O 4,
    SlackToken "slack_token" "Slack token" O 4,
    StripeKey "stripe_key" "Stripe key" O 4,
    GoogleApiKey "google_api_key" "Google API key" O 4,
    OpenaiKey "openai_key" "OpenAI key" O 4,
    AnthropicKey "anthropic_key" "Anthropic key" O 4,
    NpmToken "npm_token" "npm token" O 4,
    PypiToken "pypi_token" "PyPI token" O 4,
    HuggingfaceToken "huggingface_token" "Hugging Face token" O 4,
    SendgridKey "sendgrid_key" "SendGrid key" O 4,
    DigitaloceanToken "digitalocean_token" "DigitalOcean token" O 4,
    AdyenKey "adyen_key" "Adyen API key" O 4,
    AgeKey "age_key" "age secret key" O 4,
    AirtableToken "airtable_token" "Airtable token" O 4,
    AlibabaKey "alibaba_key" "Alibaba Cloud access key id" O 4,
    ApifyToken "apify_token" "Apify token" O 4,
    AsanaToken "asana_token" "Asana token" O 4,
    AtlassianToken "atlassian_token" "Atlassian token" O 4,
    AwsSessionToken "aws_session_token" "AWS session token" O 4,
    AwsBedrockKey "aws_bedrock_key" "Amazon Bedrock API key" O 4,
    AxiomToken "axiom_token" "Axiom token" O 4,
    AzureKey "azure_key" "Azure key" O 4,
    BraintreeToken "braintree_token" "Braintree access token" O 4,
    BrevoKey "brevo_key" "Brevo key" O 4,
    BuildkiteToken "buildkite_token" "Buildkite token" O 4,
    CargoToken "cargo_token" "Cargo registry token" O 4,
    CerebrasKey "cerebras_key" "Cerebras API key" O 4,
    CircleciToken "circleci_token" "CircleCI token" O 4,
    ClojarsToken "clojars_token" "Clojars deploy token" O 4,
    CloudflareKey "cloudflare_key" "Cloudflare key" O 4,
    ContentfulToken "contentful_token" "Contentful token" O 4,
    DatabricksToken "databricks_token" "Databricks token" O 4,
    DatadogKey "datadog_key" "Datadog key" O 4,
    DenoToken "deno_token" "Deno Deploy token" O 4,
    DiscordToken "discord_token" "Discord token" O 4,
    DockerToken "docker_token" "Docker Hub token" O 4,
    DopplerToken "doppler_token" "Doppler token" O 4,
    DropboxToken "dropbox_token" "Dropbox token" O 4,
    DuffelToken "duffel_token" "Duffel token" O 4,
    DynatraceToken "dynatrace_token" "Dynatrace token" O 4,
    EasypostKey "easypost_key" "EasyPost API key" O 4,
    ElasticKey "elastic_key" "Elastic Cloud API key" O 4,
    ElevenlabsKey "elevenlabs_key" "ElevenLabs API key" O 4,
    FacebookToken "facebook_token" "Facebook access token" O 4,
    FigmaToken "figma_token" "Figma token" O 4,
    FlutterwaveKey "flutterwave_key" "Flutterwave key" O 4,
    FlyioToken "flyio_token" "Fly.io token" O 4,
    GoogleOauth "google_oauth" "Google OAuth credential" O 4,
    GrafanaToken "grafana_token" "Grafana token" O 4,
    GroqKey "groq_key" "Groq API key" O 4,
    HarnessToken "harness_token" "Harness token" O 4,
    HerokuKey "heroku_key" "Heroku API key" O 4,
    HoneycombKey "honeycomb_key" "Honeycomb key" O 4,
    HubspotToken "hubspot_token" "HubSpot token" O 4,
    JfrogToken "jfrog_token" "JFrog token" O 4,
    LangfuseKey "langfuse_key" "Langfuse secret key" O 4,
    LangsmithKey "langsmith_key" "LangSmith API key" O 4,
    LaunchdarklyKey "launchdarkly_key" "LaunchDarkly key" O 4,
    LinearKey "linear_key" "Linear key" O 4,
    LinkedinKey "linkedin_key" "LinkedIn client secret" O 4,
    LogfireToken "logfire_token" "Logfire token" O 4,
    MailchimpKey "mailchimp_key" "Mailchimp API key" O 4,
    MailgunKey "mailgun_key" "Mailgun API key" O 4,
    MapboxToken "mapbox_token" "Mapbox token" O 4,
    MaxmindKey "maxmind_key" "MaxMind licence key" O 4,
    MercadopagoToken "mercadopago_token" "Mercado Pago access token" O 4,
    MongodbKey "mongodb_key" "MongoDB Atlas secret" O 4,
    NeonKey "neon_key" "Neon API key" O 4,
    NetlifyToken "netlify_token" "Netlify token" O 4,
    NewrelicKey "newrelic_key" "New Relic key" O 4,
    NotionToken "notion_token" "Notion token" O 4,
    NugetKey "nuget_key" "NuGet API key" O 4,
    NvidiaKey "nvidia_key" "NVIDIA API key" O 4,
    OnepasswordKey "onepassword_key" "1Password key" O 4,
    OpenrouterKey "openrouter_key" "OpenRouter API key" O 4,
    PaddleKey "paddle_key" "Paddle API key" O 4,
    PerplexityKey "perplexity_key" "Perplexity API key" O 4,
    PineconeKey "pinecone_key" "Pinecone API key" O 4,
    PlaidToken "plaid_token" "Plaid access token" O 4,
    PlanetscaleToken "planetscale_token" "PlanetScale token" O 4,
    PolarToken "polar_token" "Polar token" O 4,
    PosthogKey "posthog_key" "PostHog key" O 4,
    PostmanKey "postman_key" "Postman API key" O 4,
    PrefectKey "prefect_key" "Prefect key" O 4,
    PulumiToken "pulumi_token" "Pulumi token" O 4,
    RazorpayKey "razorpay_key" "Razorpay key" O 4,
    ReadmeKey "readme_key" "ReadMe API key" O 4,
    RenderKey "render_key" "Render API key" O 4,
    ReplicateToken "replicate_token" "Replicate token" O 4,
    ResendKey "resend_key" "Resend API key" O 4,
    RubygemsKey "rubygems_key" "RubyGems API key" O 4,
    SalesforceToken "salesforce_token" "Salesforce session id" O 4,
    SentryToken "sentry_token" "Sentry token" O 4,
    ShippoToken "shippo_token" "Shippo token" O 4,
    ShopifyToken "shopify_token" "Shopify token" O 4,
    SnykToken "snyk_token" "Snyk token" O 4,
    SonarqubeToken "sonarqube_token" "SonarQube token" O 4,
    SourcegraphToken "sourcegraph_token" "Sourcegraph token" O 4,
    SquareToken "square_token" "Square token" O 4,
    SupabaseKey "supabase_key" "Supabase key" O 4,
    TailscaleKey "tailscale_key" "Tailscale key" O 4,
    TavilyKey "tavily_key" "Tavily API key" O 4,
    TelegramToken "telegram_token" "Telegram bot token" O 4,
    TencentKey "tencent_key" "Tencent Cloud secret id" O 4,
    TerraformToken "terraform_token" "HCP Terraform token" O 4,
    TwilioKey "twilio_key" "Twilio API key" O 4,
    TwitterToken "twitter_token" "X bearer token" O 4,
    TypeformToken "typeform_token" "Typeform token" O 4,
    UnkeyKey "unkey_key" "Unkey root key" O 4,
    VaultToken "vault_token" "Vault token" O 4,
    VercelToken "vercel_token" "Vercel token" O 4,
    WandbKey "wandb_key" "Weights & Biases API key" O 4,
    XaiKey "xai_key" "xAI API key" O 4,
    YandexKey "yandex_key" "Yandex token" O 4,
    ZuploKey "zuplo_key" "Zuplo key" O 4,
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

    /// What the policy calls a credential is one-way unless a rule says otherwise.
    #[test]
    fn credentials_are_one_way_by_default() {
        for kind in Kind::ALL.iter().filter(|kind| kind.sensitivity() == 4) {
            assert_eq!(kind.mode(), Mode::O);
        }
    }
}
