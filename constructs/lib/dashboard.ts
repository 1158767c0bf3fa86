export interface Dashboard { readonly uid: string; readonly title: string; readonly json: object }
