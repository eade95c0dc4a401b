//! Credentials that name themselves by a published prefix or shape: one file per provider, one look-up for all of them.
//!
//! `table` leads from the first bytes of a word to the few forms it may have (`form`), which may ask more (`check`); `scheme` is
//! for what follows `Bearer` or `Basic`. To add a provider, write its file and name it twice below.

pub mod check;
pub mod form;
pub mod scheme;
mod table;

pub mod adyen;
pub mod age;
pub mod airtable;
pub mod alibaba;
pub mod anthropic;
pub mod apify;
pub mod asana;
pub mod atlassian;
pub mod aws;
pub mod axiom;
pub mod azure;
pub mod braintree;
pub mod brevo;
pub mod buildkite;
pub mod cargo;
pub mod cerebras;
pub mod circleci;
pub mod clojars;
pub mod cloudflare;
pub mod contentful;
pub mod databricks;
pub mod datadog;
pub mod deno;
pub mod digitalocean;
pub mod discord;
pub mod docker;
pub mod doppler;
pub mod dropbox;
pub mod duffel;
pub mod dynatrace;
pub mod easypost;
pub mod elastic;
pub mod elevenlabs;
pub mod facebook;
pub mod figma;
pub mod flutterwave;
pub mod flyio;
pub mod github;
pub mod gitlab;
pub mod google;
pub mod grafana;
pub mod groq;
pub mod harness;
pub mod heroku;
pub mod honeycomb;
pub mod hubspot;
pub mod huggingface;
pub mod jfrog;
pub mod langfuse;
pub mod langsmith;
pub mod launchdarkly;
pub mod linear;
pub mod linkedin;
pub mod logfire;
pub mod mailchimp;
pub mod mailgun;
pub mod mapbox;
pub mod maxmind;
pub mod mercadopago;
pub mod mongodb;
pub mod neon;
pub mod netlify;
pub mod newrelic;
pub mod notion;
pub mod npm;
pub mod nuget;
pub mod nvidia;
pub mod onepassword;
pub mod openai;
pub mod openrouter;
pub mod paddle;
pub mod perplexity;
pub mod pinecone;
pub mod plaid;
pub mod planetscale;
pub mod polar;
pub mod posthog;
pub mod postman;
pub mod prefect;
pub mod pulumi;
pub mod pypi;
pub mod razorpay;
pub mod readme;
pub mod render;
pub mod replicate;
pub mod resend;
pub mod rubygems;
pub mod salesforce;
pub mod sendgrid;
pub mod sentry;
pub mod shippo;
pub mod shopify;
pub mod slack;
pub mod snyk;
pub mod sonarqube;
pub mod sourcegraph;
pub mod square;
pub mod stripe;
pub mod supabase;
pub mod tailscale;
pub mod tavily;
pub mod telegram;
pub mod tencent;
pub mod terraform;
pub mod twilio;
pub mod twitter;
pub mod typeform;
pub mod unkey;
pub mod vault;
pub mod vercel;
pub mod wandb;
pub mod xai;
pub mod yandex;
pub mod zuplo;

use crate::detect::text::Range;
use crate::kind::Kind;
use form::Form;
pub use scheme::{find_after_scheme, scheme};

/// The forms of each provider.
const GROUPS: &[&[Form]] = &[
    adyen::FORMS,
    age::FORMS,
    airtable::FORMS,
    alibaba::FORMS,
    anthropic::FORMS,
    apify::FORMS,
    asana::FORMS,
    atlassian::FORMS,
    aws::FORMS,
    axiom::FORMS,
    azure::FORMS,
    braintree::FORMS,
    brevo::FORMS,
    buildkite::FORMS,
    cargo::FORMS,
    cerebras::FORMS,
    circleci::FORMS,
    clojars::FORMS,
    cloudflare::FORMS,
    contentful::FORMS,
    databricks::FORMS,
    datadog::FORMS,
    deno::FORMS,
    digitalocean::FORMS,
    discord::FORMS,
    docker::FORMS,
    doppler::FORMS,
    dropbox::FORMS,
    duffel::FORMS,
    dynatrace::FORMS,
    easypost::FORMS,
    elastic::FORMS,
    elevenlabs::FORMS,
    facebook::FORMS,
    figma::FORMS,
    flutterwave::FORMS,
    flyio::FORMS,
    github::FORMS,
    gitlab::FORMS,
    google::FORMS,
    grafana::FORMS,
    groq::FORMS,
    harness::FORMS,
    heroku::FORMS,
    honeycomb::FORMS,
    hubspot::FORMS,
    huggingface::FORMS,
    jfrog::FORMS,
    langfuse::FORMS,
    langsmith::FORMS,
    launchdarkly::FORMS,
    linear::FORMS,
    linkedin::FORMS,
    logfire::FORMS,
    mailchimp::FORMS,
    mailgun::FORMS,
    mapbox::FORMS,
    maxmind::FORMS,
    mercadopago::FORMS,
    mongodb::FORMS,
    neon::FORMS,
    netlify::FORMS,
    newrelic::FORMS,
    notion::FORMS,
    npm::FORMS,
    nuget::FORMS,
    nvidia::FORMS,
    onepassword::FORMS,
    openai::FORMS,
    openrouter::FORMS,
    paddle::FORMS,
    perplexity::FORMS,
    pinecone::FORMS,
    plaid::FORMS,
    planetscale::FORMS,
    polar::FORMS,
    posthog::FORMS,
    postman::FORMS,
    prefect::FORMS,
    pulumi::FORMS,
    pypi::FORMS,
    razorpay::FORMS,
    readme::FORMS,
    render::FORMS,
    replicate::FORMS,
    resend::FORMS,
    rubygems::FORMS,
    salesforce::FORMS,
    sendgrid::FORMS,
    sentry::FORMS,
    shippo::FORMS,
    shopify::FORMS,
    slack::FORMS,
    snyk::FORMS,
    sonarqube::FORMS,
    sourcegraph::FORMS,
    square::FORMS,
    stripe::FORMS,
    supabase::FORMS,
    tailscale::FORMS,
    tavily::FORMS,
    telegram::FORMS,
    tencent::FORMS,
    terraform::FORMS,
    twilio::FORMS,
    twitter::FORMS,
    typeform::FORMS,
    unkey::FORMS,
    vault::FORMS,
    vercel::FORMS,
    wandb::FORMS,
    xai::FORMS,
    yandex::FORMS,
    zuplo::FORMS,
];

/// The credential to which the run of word characters at `start` belongs: it begins there, or before with a prefix that has other
/// characters in it.
#[must_use]
#[inline]
pub fn find(text: &[u8], start: usize) -> Option<(Range, Kind)> {
    table::first(text, start, |form| form.find(text, start).map(|range| (range, form.kind)))
        .or_else(|| find_marked(text, start))
}

/// Credentials whose mark is not at their beginning: a byte or two where each has its mark say no to nearly every word.
#[inline]
fn find_marked(text: &[u8], start: usize) -> Option<(Range, Kind)> {
    mailchimp::find_with_centre(text, start)
        .map(|range| (range, Kind::MailchimpKey))
        .or_else(|| mailgun::find_in_parts(text, start).map(|range| (range, Kind::MailgunKey)))
        .or_else(|| newrelic::find_marked(text, start).map(|range| (range, Kind::NewrelicKey)))
        .or_else(|| maxmind::find_marked(text, start).map(|range| (range, Kind::MaxmindKey)))
        .or_else(|| doppler::find_of_config(text, start).map(|range| (range, Kind::DopplerToken)))
        .or_else(|| azure::find_marked(text, start).map(|range| (range, Kind::AzureKey)))
}
