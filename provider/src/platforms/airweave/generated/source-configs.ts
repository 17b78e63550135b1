// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Airtable. Reads the bases, tables and records of Airtable.
 *
 * @see https://docs.airweave.ai/docs/connectors/airtable
 */
export type AirtableSourceConfig = Record<string, never>;

/**
 * Apollo. Reads the sales records of Apollo, such as accounts and contacts.
 *
 * @see https://docs.airweave.ai/docs/connectors/apollo
 */
export type ApolloSourceConfig = Record<string, never>;

/**
 * Asana. Reads the projects and tasks of Asana.
 *
 * @see https://docs.airweave.ai/docs/connectors/asana
 */
export type AsanaSourceConfig = Record<string, never>;

/**
 * Attio. Reads the records of Attio, such as companies and people.
 *
 * @see https://docs.airweave.ai/docs/connectors/attio
 */
export type AttioSourceConfig = Record<string, never>;

/**
 * Bitbucket. Reads the files of Bitbucket repositories.
 *
 * @see https://docs.airweave.ai/docs/connectors/bitbucket
 */
export interface BitbucketSourceConfig {
  /**
   * Workspace slug.
   * @default ""
   */
  workspace?: string;
  /**
   * One repository to read; empty means all repositories of the workspace.
   * @default ""
   */
  repo_slug?: string;
  /**
   * Branch to read; empty means the default branch.
   * @default ""
   */
  branch?: string;
  /**
   * File endings to keep; empty means every text file. A comma-separated string is accepted and stored as a list.
   * @default []
   */
  file_extensions?: string[];
}

/**
 * Box. Reads the files and folders of Box.
 *
 * @see https://docs.airweave.ai/docs/connectors/box
 */
export interface BoxSourceConfig {
  /**
   * Folder to read; '0' is the root.
   * @default "0"
   */
  folder_id?: string;
}

/**
 * Cal.com. Reads the bookings of Cal.com, also of an instance of one's own.
 *
 * @see https://docs.airweave.ai/docs/connectors/calcom
 */
export interface CalcomSourceConfig {
  /**
   * Base address of the instance; https:// is put in front when missing, a trailing slash is cut.
   * @default "https://api.cal.com"
   */
  host?: string;
}

/**
 * ClickUp. Reads the lists, tasks and comments of ClickUp.
 *
 * @see https://docs.airweave.ai/docs/connectors/clickup
 */
export type ClickupSourceConfig = Record<string, never>;

/**
 * Coda. Reads the documents and pages of Coda.
 *
 * @see https://docs.airweave.ai/docs/connectors/coda
 */
export interface CodaSourceConfig {
  /**
   * Only this document.
   * @default null
   */
  doc_id?: string | null;
  /**
   * Restrict to documents in this folder.
   * @default null
   */
  folder_id?: string | null;
}

/**
 * Confluence. Reads the spaces and pages of Confluence.
 *
 * @see https://docs.airweave.ai/docs/connectors/confluence
 */
export type ConfluenceSourceConfig = Record<string, never>;

/**
 * CTTI AACT. Reads clinical studies from the AACT database.
 *
 * @see https://docs.airweave.ai/docs/connectors/ctti
 */
export interface CttiSourceConfig {
  /**
   * Highest number of studies to fetch.
   * @default 10000
   */
  limit?: number | string;
  /**
   * Number of studies to leave out at the start (not negative).
   * @default 0
   */
  skip?: number | string;
}

/**
 * Document360. Reads the articles of a Document360 knowledge base.
 *
 * @see https://docs.airweave.ai/docs/connectors/document360
 */
export interface Document360SourceConfig {
  /**
   * Base address of the API (regional variants exist).
   * @default null
   */
  base_url?: string | null;
  /**
   * Language code of the article text.
   * @default "en"
   */
  lang_code?: string;
}

/**
 * Dropbox. Reads the files and folders of Dropbox.
 *
 * @see https://docs.airweave.ai/docs/connectors/dropbox
 */
export interface DropboxSourceConfig {
  /**
   * Path prefix to leave out; empty leaves out nothing.
   * @default ""
   */
  exclude_path?: string;
}

/**
 * Fireflies. Reads the meeting transcripts of Fireflies.
 *
 * @see https://docs.airweave.ai/docs/connectors/fireflies
 */
export type FirefliesSourceConfig = Record<string, never>;

/**
 * Freshdesk. Reads the tickets and articles of a Freshdesk portal.
 *
 * @see https://docs.airweave.ai/docs/connectors/freshdesk
 */
export interface FreshdeskSourceConfig {
  /**
   * First label of the portal host (mycompany for mycompany.freshdesk.com).
   */
  domain: string;
}

/**
 * GitHub. Reads the files of a GitHub repository, and its pull requests if so wished.
 *
 * @see https://docs.airweave.ai/docs/connectors/github
 */
export interface GithubSourceConfig {
  /**
   * Repository as owner/name.
   * @example "my-organization/my-repository"
   */
  repo_name: string;
  /**
   * Branch to read; empty means the default branch.
   * @default ""
   */
  branch?: string;
  /**
   * Also read merged pull requests and their review comments.
   * @default false
   */
  sync_pull_requests?: boolean;
}

/**
 * GitLab. Reads the projects of GitLab with their files.
 *
 * @see https://docs.airweave.ai/docs/connectors/gitlab
 */
export interface GitlabSourceConfig {
  /**
   * One project id; empty means every accessible project.
   * @default ""
   */
  project_id?: string;
  /**
   * Branch to read; empty means the default branch.
   * @default ""
   */
  branch?: string;
}

/**
 * Gmail. Reads the mail of a Gmail account.
 *
 * @see https://docs.airweave.ai/docs/connectors/gmail
 */
export interface GmailSourceConfig {
  /**
   * Only mail after this date; stored with slashes (2024-01-31 becomes 2024/01/31).
   * @default null
   */
  after_date?: string | null;
  /**
   * Labels to keep.
   * @default ["inbox","sent"]
   */
  included_labels?: string[];
  /**
   * Labels to drop.
   * @default ["spam","trash"]
   */
  excluded_labels?: string[];
  /**
   * Mail categories to drop.
   * @default ["promotions","social"]
   */
  excluded_categories?: string[];
  /**
   * Raw query; replaces the other filters.
   * @default null
   */
  gmail_query?: string | null;
}

/**
 * Google Calendar. Reads the calendars and events of Google Calendar.
 *
 * @see https://docs.airweave.ai/docs/connectors/google_calendar
 */
export type GoogleCalendarSourceConfig = Record<string, never>;

/**
 * Google Docs. Reads the documents of Google Docs.
 *
 * @see https://docs.airweave.ai/docs/connectors/google_docs
 */
export interface GoogleDocsSourceConfig {
  /**
   * Also read trashed items.
   * @default false
   */
  include_trashed?: boolean;
  /**
   * Also read items shared by other people.
   * @default true
   */
  include_shared?: boolean;
}

/**
 * Google Drive. Reads the files of Google Drive.
 *
 * @see https://docs.airweave.ai/docs/connectors/google_drive
 */
export interface GoogleDriveSourceConfig {
  /**
   * Path patterns to keep. A comma-separated string is accepted and stored as a list.
   * @default []
   */
  include_patterns?: string[];
}

/**
 * Google Slides. Reads the presentations of Google Slides.
 *
 * @see https://docs.airweave.ai/docs/connectors/google_slides
 */
export interface GoogleSlidesSourceConfig {
  /**
   * Also read trashed items.
   * @default false
   */
  include_trashed?: boolean;
  /**
   * Also read items shared by other people.
   * @default true
   */
  include_shared?: boolean;
}

/**
 * HubSpot. Reads the records of HubSpot, such as contacts and deals.
 *
 * @see https://docs.airweave.ai/docs/connectors/hubspot
 */
export interface HubspotSourceConfig {
  /**
   * Only records after this UTC date; stored with hyphens, must be ISO.
   * @default null
   */
  after_date?: string | null;
}

/**
 * Intercom. Reads the conversations of Intercom.
 *
 * @see https://docs.airweave.ai/docs/connectors/intercom
 */
export interface IntercomSourceConfig {
  /**
   * Leave out closed conversations.
   * @default false
   */
  exclude_closed_conversations?: boolean | null;
}

/**
 * Jira. Reads the issues of Jira projects.
 *
 * @see https://docs.airweave.ai/docs/connectors/jira
 */
export interface JiraSourceConfig {
  /**
   * Project keys to read; at least one.
   *
   * @minItems 1
   */
  project_keys: string[];
  /**
   * Token of the Zephyr Scale add-on. Only with the feature flag zephyr_scale, else 403. Comes back in clear in config. Secret.
   * @default null
   */
  zephyr_scale_api_token?: string | null;
}

/**
 * Linear. Reads the projects and issues of Linear.
 *
 * @see https://docs.airweave.ai/docs/connectors/linear
 */
export type LinearSourceConfig = Record<string, never>;

/**
 * Monday. Reads the boards and items of Monday.
 *
 * @see https://docs.airweave.ai/docs/connectors/monday
 */
export type MondaySourceConfig = Record<string, never>;

/**
 * Notion. Reads the pages and databases of Notion.
 *
 * @see https://docs.airweave.ai/docs/connectors/notion
 */
export type NotionSourceConfig = Record<string, never>;

/**
 * OneDrive. Reads the files of OneDrive.
 *
 * @see https://docs.airweave.ai/docs/connectors/onedrive
 */
export type OnedriveSourceConfig = Record<string, never>;

/**
 * OneNote. Reads the notebooks and pages of OneNote.
 *
 * @see https://docs.airweave.ai/docs/connectors/onenote
 */
export type OnenoteSourceConfig = Record<string, never>;

/**
 * Outlook Calendar. Reads the calendars and events of Outlook.
 *
 * @see https://docs.airweave.ai/docs/connectors/outlook_calendar
 */
export type OutlookCalendarSourceConfig = Record<string, never>;

/**
 * Outlook Mail. Reads the mail of an Outlook account.
 *
 * @see https://docs.airweave.ai/docs/connectors/outlook_mail
 */
export interface OutlookMailSourceConfig {
  /**
   * Only mail after this date; stored with slashes.
   * @default null
   */
  after_date?: string | null;
  /**
   * Well-known folder names to keep.
   * @default ["inbox","sentitems"]
   */
  included_folders?: string[];
  /**
   * Well-known folder names to drop.
   * @default ["junkemail","deleteditems"]
   */
  excluded_folders?: string[];
}

/**
 * Pipedrive. Reads the records of Pipedrive, such as deals and people.
 *
 * @see https://docs.airweave.ai/docs/connectors/pipedrive
 */
export type PipedriveSourceConfig = Record<string, never>;

/**
 * PowerPoint. Reads the presentations of PowerPoint.
 *
 * @see https://docs.airweave.ai/docs/connectors/powerpoint
 */
export type PowerpointSourceConfig = Record<string, never>;

/**
 * Salesforce. Reads the records of Salesforce, such as accounts and contacts.
 *
 * @see https://docs.airweave.ai/docs/connectors/salesforce
 */
export interface SalesforceSourceConfig {
  /**
   * Instance host; filled from the OAuth answer. A leading scheme is cut off.
   * @default null
   */
  instance_url?: string | null;
  /**
   * API version string.
   * @default "58.0"
   */
  api_version?: string;
}

/**
 * ServiceNow. Reads the records of a ServiceNow instance, such as incidents.
 *
 * @see https://docs.airweave.ai/docs/connectors/servicenow
 */
export type ServicenowSourceConfig = Record<string, never>;

/**
 * SharePoint. Reads the sites of SharePoint with their files, as a user.
 *
 * @see https://docs.airweave.ai/docs/connectors/sharepoint
 */
export type SharepointSourceConfig = Record<string, never>;

/**
 * SharePoint 2019 On-Premise V2. Reads a site of a SharePoint 2019 server, and from the directory who may see what.
 *
 * @see https://docs.airweave.ai/connectors/overview
 */
export interface Sharepoint2019V2SourceConfig {
  /**
   * Site address.
   */
  site_url: string;
  /**
   * LDAP host.
   */
  ad_server: string;
  /**
   * LDAP search base (distinguished name).
   */
  ad_search_base: string;
}

/**
 * SharePoint Online. Reads the sites of SharePoint Online with their pages and files, as a user.
 *
 * @see https://docs.airweave.ai/docs/connectors/sharepoint_online
 */
export interface SharepointOnlineSourceConfig {
  /**
   * Site address.
   * @default ""
   */
  site_url?: string;
  /**
   * Also read personal OneDrive sites.
   * @default false
   */
  include_personal_sites?: boolean;
  /**
   * Also read site pages.
   * @default true
   */
  include_pages?: boolean;
}

/**
 * SharePoint Online (App). Reads the sites of SharePoint Online with their pages and files, as an app of the tenant.
 *
 * @see https://docs.airweave.ai/connectors/overview
 */
export interface SharepointOnlineAppSourceConfig {
  /**
   * Site address.
   * @default ""
   */
  site_url?: string;
  /**
   * Also read personal OneDrive sites.
   * @default false
   */
  include_personal_sites?: boolean;
  /**
   * Also read site pages.
   * @default true
   */
  include_pages?: boolean;
}

/**
 * Shopify. Reads the products, customers and orders of a Shopify store.
 *
 * @see https://docs.airweave.ai/docs/connectors/shopify
 */
export interface ShopifySourceConfig {
  /**
   * Store domain.
   */
  shop_domain: string;
}

/**
 * Slab. Reads the topics and posts of Slab.
 *
 * @see https://docs.airweave.ai/docs/connectors/slab
 */
export interface SlabSourceConfig {
  /**
   * Workspace host.
   * @default "app.slab.com"
   */
  host?: string;
}

/**
 * Slack. Searches the messages of Slack at the time of the query; keeps no copy.
 *
 * @see https://docs.airweave.ai/docs/connectors/slack
 */
export type SlackSourceConfig = Record<string, never>;

/**
 * Slite. Reads the notes of Slite.
 *
 * @see https://docs.airweave.ai/docs/connectors/slite
 */
export interface SliteSourceConfig {
  /**
   * Also read archived notes.
   * @default false
   */
  include_archived?: boolean;
}

/**
 * Stripe. Reads the records of Stripe, such as customers and invoices.
 *
 * @see https://docs.airweave.ai/docs/connectors/stripe
 */
export type StripeSourceConfig = Record<string, never>;

/**
 * Teams. Reads the teams, channels and messages of Microsoft Teams.
 *
 * @see https://docs.airweave.ai/docs/connectors/teams
 */
export type TeamsSourceConfig = Record<string, never>;

/**
 * Todoist. Reads the projects and tasks of Todoist.
 *
 * @see https://docs.airweave.ai/docs/connectors/todoist
 */
export type TodoistSourceConfig = Record<string, never>;

/**
 * Trello. Reads the boards and cards of Trello.
 *
 * @see https://docs.airweave.ai/docs/connectors/trello
 */
export type TrelloSourceConfig = Record<string, never>;

/**
 * Word. Reads the documents of Word.
 *
 * @see https://docs.airweave.ai/docs/connectors/word
 */
export type WordSourceConfig = Record<string, never>;

/**
 * Zendesk. Reads the tickets of a Zendesk portal.
 *
 * @see https://docs.airweave.ai/docs/connectors/zendesk
 */
export interface ZendeskSourceConfig {
  /**
   * First label of the portal host.
   */
  subdomain: string;
  /**
   * Leave out closed tickets.
   * @default false
   */
  exclude_closed_tickets?: boolean | null;
}

/**
 * Zoho CRM. Reads the records of Zoho CRM, such as leads and deals.
 *
 * @see https://docs.airweave.ai/docs/connectors/zoho_crm
 */
export type ZohoCrmSourceConfig = Record<string, unknown>;

/**
 * Zoom. Reads the meetings of Zoom and what was recorded of them.
 *
 * @see https://docs.airweave.ai/docs/connectors/zoom
 */
export type ZoomSourceConfig = Record<string, unknown>;

/**
 * What logs in to Apollo directly.
 */
export interface ApolloSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Attio directly.
 */
export interface AttioSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Bitbucket directly.
 */
export interface BitbucketSourceCredentials {
  /**
   * API token (needs email too) or OAuth access token. Secret.
   */
  access_token: string;
  /**
   * Atlassian account e-mail; needed together with an API token. Secret.
   * @default null
   */
  email?: string | null;
  /**
   * Workspace slug. Secret.
   * @default null
   */
  workspace?: string | null;
  /**
   * One repository to read; empty means all repositories of the workspace. Secret.
   * @default ""
   */
  repo_slug?: string | null;
}

/**
 * What logs in to Cal.com directly.
 */
export interface CalcomSourceCredentials {
  /**
   * API key beginning cal_. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Coda directly.
 */
export interface CodaSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to CTTI AACT directly.
 */
export interface CttiSourceCredentials {
  /**
   * Login name. Secret.
   */
  username: string;
  /**
   * Login password. Secret.
   */
  password: string;
}

/**
 * What logs in to Document360 directly.
 */
export interface Document360SourceCredentials {
  /**
   * API token issued by the upstream service. Secret.
   */
  api_token: string;
}

/**
 * What logs in to Fireflies directly.
 */
export interface FirefliesSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Freshdesk directly.
 */
export interface FreshdeskSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to GitHub directly.
 */
export interface GithubSourceCredentials {
  /**
   * Personal access token with read access to the repository (at least 4 characters). Secret.
   */
  personal_access_token: string;
}

/**
 * What logs in to Pipedrive directly.
 */
export interface PipedriveSourceCredentials {
  /**
   * API token issued by the upstream service. Secret.
   */
  api_token: string;
}

/**
 * What logs in to ServiceNow directly.
 *
 * Set at least one of: `url`; `subdomain`.
 */
export interface ServicenowSourceCredentialsKeys {
  /**
   * Instance address; either this or subdomain. Secret.
   * @default null
   */
  url?: string | null;
  /**
   * First label of the instance host; used when url is absent (one of the two is needed). Secret.
   * @default null
   */
  subdomain?: string | null;
  /**
   * Login name. Secret.
   */
  username: string;
  /**
   * Login password. Secret.
   */
  password: string;
}

/**
 * What logs in to ServiceNow directly.
 *
 * Set at least one of: `url`; `subdomain`.
 */
export type ServicenowSourceCredentials = ServicenowSourceCredentialsKeys &
  ({ subdomain: string | undefined } | { url: string | undefined });

/**
 * What logs in to SharePoint 2019 On-Premise V2 directly.
 */
export interface Sharepoint2019V2SourceCredentials {
  /**
   * Windows account for NTLM. Secret.
   */
  sharepoint_username: string;
  /**
   * Password of the Windows account. Secret.
   */
  sharepoint_password: string;
  /**
   * Windows domain. Secret.
   */
  sharepoint_domain: string;
  /**
   * Account for directory (LDAP) queries. Secret.
   */
  ad_username: string;
  /**
   * Password of the directory account. Secret.
   */
  ad_password: string;
  /**
   * Directory domain. Secret.
   */
  ad_domain: string;
}

/**
 * What logs in to SharePoint Online (App) directly.
 */
export interface SharepointOnlineAppSourceCredentials {
  /**
   * Directory tenant id. Secret.
   */
  tenant_id: string;
  /**
   * Application (client) id. Secret.
   */
  client_id: string;
  /**
   * Application secret. Secret.
   */
  client_secret: string;
  /**
   * PEM private key of the app certificate. Secret.
   */
  private_key: string;
  /**
   * PEM certificate of the app registration. Secret.
   * @default ""
   */
  certificate?: string;
}

/**
 * What logs in to Shopify directly.
 */
export interface ShopifySourceCredentials {
  /**
   * Application (client) id. Secret.
   */
  client_id: string;
  /**
   * Application secret. Secret.
   */
  client_secret: string;
}

/**
 * What logs in to Slab directly.
 */
export interface SlabSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Slite directly.
 */
export interface SliteSourceCredentials {
  /**
   * API key issued by the upstream service. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Stripe directly.
 */
export interface StripeSourceCredentials {
  /**
   * Secret key beginning sk_test_ or sk_live_. Secret.
   */
  api_key: string;
}

/**
 * What logs in to Zoho CRM directly.
 */
export interface ZohoCrmSourceCredentials {
  /**
   * OAuth access token; normally obtained by the OAuth flow or an auth provider. Secret.
   */
  access_token: string;
  /**
   * OAuth refresh token; normally obtained by the OAuth flow. Secret.
   */
  refresh_token: string;
}

/** The configurations of the source types in the catalog. */
export interface SourceConfigs {
  /** Airtable. */
  airtable: AirtableSourceConfig;
  /** Apollo. */
  apollo: ApolloSourceConfig;
  /** Asana. */
  asana: AsanaSourceConfig;
  /** Attio. */
  attio: AttioSourceConfig;
  /** Bitbucket. */
  bitbucket: BitbucketSourceConfig;
  /** Box. */
  box: BoxSourceConfig;
  /** Cal.com. */
  calcom: CalcomSourceConfig;
  /** ClickUp. */
  clickup: ClickupSourceConfig;
  /** Coda. */
  coda: CodaSourceConfig;
  /** Confluence. */
  confluence: ConfluenceSourceConfig;
  /** CTTI AACT. */
  ctti: CttiSourceConfig;
  /** Document360. */
  document360: Document360SourceConfig;
  /** Dropbox. */
  dropbox: DropboxSourceConfig;
  /** Fireflies. */
  fireflies: FirefliesSourceConfig;
  /** Freshdesk. */
  freshdesk: FreshdeskSourceConfig;
  /** GitHub. */
  github: GithubSourceConfig;
  /** GitLab. */
  gitlab: GitlabSourceConfig;
  /** Gmail. */
  gmail: GmailSourceConfig;
  /** Google Calendar. */
  google_calendar: GoogleCalendarSourceConfig;
  /** Google Docs. */
  google_docs: GoogleDocsSourceConfig;
  /** Google Drive. */
  google_drive: GoogleDriveSourceConfig;
  /** Google Slides. */
  google_slides: GoogleSlidesSourceConfig;
  /** HubSpot. */
  hubspot: HubspotSourceConfig;
  /** Intercom. */
  intercom: IntercomSourceConfig;
  /** Jira. */
  jira: JiraSourceConfig;
  /** Linear. */
  linear: LinearSourceConfig;
  /** Monday. */
  monday: MondaySourceConfig;
  /** Notion. */
  notion: NotionSourceConfig;
  /** OneDrive. */
  onedrive: OnedriveSourceConfig;
  /** OneNote. */
  onenote: OnenoteSourceConfig;
  /** Outlook Calendar. */
  outlook_calendar: OutlookCalendarSourceConfig;
  /** Outlook Mail. */
  outlook_mail: OutlookMailSourceConfig;
  /** Pipedrive. */
  pipedrive: PipedriveSourceConfig;
  /** PowerPoint. */
  powerpoint: PowerpointSourceConfig;
  /** Salesforce. */
  salesforce: SalesforceSourceConfig;
  /** ServiceNow. */
  servicenow: ServicenowSourceConfig;
  /** SharePoint. */
  sharepoint: SharepointSourceConfig;
  /** SharePoint 2019 On-Premise V2. */
  sharepoint2019v2: Sharepoint2019V2SourceConfig;
  /** SharePoint Online. */
  sharepoint_online: SharepointOnlineSourceConfig;
  /** SharePoint Online (App). */
  sharepoint_online_app: SharepointOnlineAppSourceConfig;
  /** Shopify. */
  shopify: ShopifySourceConfig;
  /** Slab. */
  slab: SlabSourceConfig;
  /** Slack. */
  slack: SlackSourceConfig;
  /** Slite. */
  slite: SliteSourceConfig;
  /** Stripe. */
  stripe: StripeSourceConfig;
  /** Teams. */
  teams: TeamsSourceConfig;
  /** Todoist. */
  todoist: TodoistSourceConfig;
  /** Trello. */
  trello: TrelloSourceConfig;
  /** Word. */
  word: WordSourceConfig;
  /** Zendesk. */
  zendesk: ZendeskSourceConfig;
  /** Zoho CRM. */
  zoho_crm: ZohoCrmSourceConfig;
  /** Zoom. */
  zoom: ZoomSourceConfig;
}

/** The credentials of the source types that accept them directly. */
export interface SourceCredentials {
  /** Apollo. */
  apollo: ApolloSourceCredentials;
  /** Attio. */
  attio: AttioSourceCredentials;
  /** Bitbucket. */
  bitbucket: BitbucketSourceCredentials;
  /** Cal.com. */
  calcom: CalcomSourceCredentials;
  /** Coda. */
  coda: CodaSourceCredentials;
  /** CTTI AACT. */
  ctti: CttiSourceCredentials;
  /** Document360. */
  document360: Document360SourceCredentials;
  /** Fireflies. */
  fireflies: FirefliesSourceCredentials;
  /** Freshdesk. */
  freshdesk: FreshdeskSourceCredentials;
  /** GitHub. */
  github: GithubSourceCredentials;
  /** Pipedrive. */
  pipedrive: PipedriveSourceCredentials;
  /** ServiceNow. */
  servicenow: ServicenowSourceCredentials;
  /** SharePoint 2019 On-Premise V2. */
  sharepoint2019v2: Sharepoint2019V2SourceCredentials;
  /** SharePoint Online (App). */
  sharepoint_online_app: SharepointOnlineAppSourceCredentials;
  /** Shopify. */
  shopify: ShopifySourceCredentials;
  /** Slab. */
  slab: SlabSourceCredentials;
  /** Slite. */
  slite: SliteSourceCredentials;
  /** Stripe. */
  stripe: StripeSourceCredentials;
  /** Zoho CRM. */
  zoho_crm: ZohoCrmSourceCredentials;
}

/** The login methods of each source, by the vendor's names. */
export interface SourceMethods {
  airtable: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  apollo: "direct" | "auth_provider";
  asana: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  attio: "direct" | "auth_provider";
  bitbucket: "direct" | "auth_provider";
  box: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  calcom: "direct" | "auth_provider";
  clickup: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  coda: "direct" | "auth_provider";
  confluence: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  ctti: "direct";
  document360: "direct" | "auth_provider";
  dropbox: "oauth_token" | "auth_provider" | "oauth_byoc";
  fireflies: "direct" | "auth_provider";
  freshdesk: "direct" | "auth_provider";
  github: "direct" | "auth_provider";
  gitlab: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  gmail: "oauth_token" | "auth_provider" | "oauth_byoc";
  google_calendar: "oauth_token" | "auth_provider" | "oauth_byoc";
  google_docs: "oauth_token" | "auth_provider" | "oauth_byoc";
  google_drive: "oauth_token" | "auth_provider" | "oauth_byoc";
  google_slides: "oauth_token" | "auth_provider" | "oauth_byoc";
  hubspot: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  intercom: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  jira: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  linear: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  monday: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  notion: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  onedrive: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  onenote: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  outlook_calendar: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  outlook_mail: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  pipedrive: "direct";
  powerpoint: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  salesforce: "oauth_byoc" | "auth_provider";
  servicenow: "direct" | "auth_provider";
  sharepoint: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  sharepoint2019v2: "direct";
  sharepoint_online: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  sharepoint_online_app: "direct";
  shopify: "direct";
  slab: "direct" | "auth_provider";
  slack: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  slite: "direct" | "auth_provider";
  stripe: "direct" | "auth_provider";
  teams: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  todoist: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  trello: "oauth_browser" | "auth_provider" | "oauth_byoc";
  word: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  zendesk: "oauth_token" | "auth_provider" | "oauth_byoc";
  zoho_crm: "direct" | "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
  zoom: "oauth_browser" | "oauth_token" | "auth_provider" | "oauth_byoc";
}

/** The sources that are searched directly and never synced. */
export type FederatedSource = "slack";
